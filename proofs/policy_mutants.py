"""Bugs planted in scopes, conditions, links and evaluation, each with the theorem that must fall."""

from __future__ import annotations

from deodar.proofs.edit import Edit, Mutant

POLICY = "deodar.model.policy"
EVALUATOR = "deodar.model.evaluator"
TEMPLATE = "deodar.model.template"
VALUE_OF_AND = "return Bool(as_bool(evaluate(x1, req, es)) and as_bool(evaluate(x2, req, es)))"
EQ_SCOPE = "return BinaryApp(BinaryOp.EQ, Variable(var), Lit(uid))"
MEM_SCOPE = "return BinaryApp(BinaryOp.MEM, Variable(var), Lit(uid))"
PRINCIPAL = "a_principal_scope_says_whether_the_principal_meets_it"
ACTION = "an_action_scope_says_whether_the_action_meets_it"
LINKED = "a_linked_principal_scope_says_what_the_template_asks_for"
SUBSTITUTION = "a_link_is_its_substitution"

POLICY_MUTANTS = (
    Mutant(Edit("takes `== e` for `in e`", EQ_SCOPE, MEM_SCOPE, POLICY), PRINCIPAL),
    Mutant(Edit("takes `in e` for `== e`", MEM_SCOPE, EQ_SCOPE, POLICY), PRINCIPAL),
    Mutant(Edit("forgets `== e`", EQ_SCOPE, "return ALWAYS", POLICY), "a_policy_that_counts_is_within_its_bounds"),
    Mutant(Edit("forgets `in e`", MEM_SCOPE, "return ALWAYS", POLICY), "policies_out_of_bounds_do_not_matter"),
    Mutant(Edit("forgets `is T`", "return UnaryApp(Is(ety), Variable(var))", "return ALWAYS", POLICY), PRINCIPAL),
    Mutant(
        Edit(
            "forgets the entity of `is T in e`",
            "return IsIn(Variable(var), ety, Lit(uid))",
            "return UnaryApp(Is(ety), Variable(var))",
            POLICY,
        ),
        "a_policy_that_counts_is_within_its_bounds",
    ),
    Mutant(
        Edit(
            "forgets the type of `is T in e`",
            "return IsIn(Variable(var), ety, Lit(uid))",
            "return BinaryApp(BinaryOp.MEM, Variable(var), Lit(uid))",
            POLICY,
        ),
        "policies_that_do_not_apply_do_not_matter",
    ),
    Mutant(
        Edit("turns `in e` around", MEM_SCOPE, "return BinaryApp(BinaryOp.MEM, Lit(uid), Variable(var))", POLICY),
        PRINCIPAL,
    ),
    Mutant(
        Edit(
            "takes the principal for the resource",
            "scope_expr(policy.resource_scope, Var.RESOURCE)",
            "scope_expr(policy.resource_scope, Var.PRINCIPAL)",
            POLICY,
        ),
        "a_false_resource_scope_makes_a_policy_false",
    ),
    Mutant(
        Edit(
            "looks at the principal's constraint twice",
            "scope_expr(policy.resource_scope, Var.RESOURCE)",
            "scope_expr(policy.principal_scope, Var.RESOURCE)",
            POLICY,
        ),
        "a_satisfied_policy_has_a_true_scope",
    ),
    Mutant(
        Edit("does not look at the action", "action_scope_expr(policy.action_scope),", "ALWAYS,", POLICY),
        "a_false_action_scope_makes_a_policy_false",
    ),
    Mutant(
        Edit(
            "takes `action in e` for `action == e`",
            "return BinaryApp(BinaryOp.MEM, Variable(Var.ACTION), Lit(uid))",
            "return BinaryApp(BinaryOp.EQ, Variable(Var.ACTION), Lit(uid))",
            POLICY,
        ),
        ACTION,
    ),
    Mutant(
        Edit(
            "takes `action == e` for `action in e`",
            "return BinaryApp(BinaryOp.EQ, Variable(Var.ACTION), Lit(uid))",
            "return BinaryApp(BinaryOp.MEM, Variable(Var.ACTION), Lit(uid))",
            POLICY,
        ),
        ACTION,
    ),
    Mutant(
        Edit(
            "asks whether a list of actions has the action",
            "BinaryOp.MEM, Variable(Var.ACTION), SetExpr(",
            "BinaryOp.EQ, Variable(Var.ACTION), SetExpr(",
            POLICY,
        ),
        ACTION,
    ),
    Mutant(
        Edit(
            "takes a list of entities for a mistake",
            "return Bool(in_set(uid, vs, es))",
            "raise EvaluationError(ErrorKind.TYPE)",
            EVALUATOR,
        ),
        "an_erroring_policy_has_a_true_scope",
    ),
    Mutant(
        Edit(
            "takes the last condition first",
            "return conditions_before(conditions[:-1], And(condition_expr(conditions[-1]), x))",
            "return conditions_before(conditions[:-1], And(x, condition_expr(conditions[-1])))",
            POLICY,
        ),
        "a_false_start_makes_conditions_false",
    ),
    Mutant(
        Edit(
            "drops conditions",
            "return conditions_before(conditions[:-1], And(condition_expr(conditions[-1]), x))",
            "return x",
            POLICY,
        ),
        "a_false_start_makes_conditions_false",
    ),
    Mutant(
        Edit(
            "evaluates both operands of `&&`",
            VALUE_OF_AND,
            "v = as_bool(evaluate(x2, req, es))\n            return Bool(as_bool(evaluate(x1, req, es)) and v)",
            EVALUATOR,
        ),
        "a_false_left_operand_makes_a_conjunction_false",
    ),
    Mutant(
        Edit("takes `&&` for `||`", VALUE_OF_AND, VALUE_OF_AND.replace(" and ", " or "), EVALUATOR),
        "a_false_scope_makes_a_policy_false",
    ),
    Mutant(
        Edit(
            "gives the right operand of `&&` as it is",
            VALUE_OF_AND,
            "return evaluate(x2, req, es) if as_bool(evaluate(x1, req, es)) else Bool(False)",
            EVALUATOR,
        ),
        "a_policy_is_a_bool_or_an_error",
    ),
    Mutant(
        Edit(
            "looks at the right operand of `&&` first",
            VALUE_OF_AND,
            "return Bool(as_bool(evaluate(x2, req, es)) and as_bool(evaluate(x1, req, es)))",
            EVALUATOR,
        ),
        "a_false_scope_makes_a_policy_false",
    ),
    Mutant(
        Edit(
            "finds no entity in itself",
            "return uid1 == uid2 or uid2 in ancestors(uid1, es)",
            "return uid2 in ancestors(uid1, es)",
            EVALUATOR,
        ),
        LINKED,
    ),
    Mutant(
        Edit(
            "does not look at ancestors",
            "return uid1 == uid2 or uid2 in ancestors(uid1, es)",
            "return uid1 == uid2",
            EVALUATOR,
        ),
        LINKED,
    ),
    Mutant(
        Edit(
            "leaves an empty slot open",
            "return found\n        case _:\n            assert_never(entity)",
            'return EntityUID("", "")\n        case _:\n            assert_never(entity)',
            TEMPLATE,
        ),
        SUBSTITUTION,
    ),
    Mutant(
        Edit(
            "links `== ?slot` as `in ?slot`",
            "return ScopeEq(fill(entity, env))",
            "return ScopeMem(fill(entity, env))",
            TEMPLATE,
        ),
        LINKED,
    ),
    Mutant(
        Edit("links `in ?slot` as no constraint", "return ScopeMem(fill(entity, env))", "return ScopeAny()", TEMPLATE),
        "a_link_is_refused_only_for_an_empty_slot",
    ),
    Mutant(
        Edit(
            "drops the type of `is T in ?slot`",
            "return ScopeIsMem(entity_type, fill(entity, env))",
            "return ScopeMem(fill(entity, env))",
            TEMPLATE,
        ),
        LINKED,
    ),
    Mutant(
        Edit(
            "fills the principal's slot with the resource",
            "link_scope(template.resource_scope, env),",
            "link_scope(template.principal_scope, env),",
            TEMPLATE,
        ),
        "a_link_is_refused_only_for_an_empty_slot",
    ),
    Mutant(
        Edit(
            "forgets a slot",
            "return scope_slots(template.principal_scope) | scope_slots(template.resource_scope)",
            "return scope_slots(template.principal_scope)",
            TEMPLATE,
        ),
        "a_link_is_refused_only_for_an_empty_slot",
    ),
    Mutant(
        Edit(
            "drops the conditions of a template", "        template.conditions,\n    )", "        (),\n    )", TEMPLATE
        ),
        "a_link_keeps_what_has_no_slots",
    ),
    Mutant(
        Edit(
            "makes a forbid of every template",
            "        template.effect,\n        link_scope",
            "        Effect.FORBID,\n        link_scope",
            TEMPLATE,
        ),
        "a_link_keeps_what_has_no_slots",
    ),
)
