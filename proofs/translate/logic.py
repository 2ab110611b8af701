"""z3 with types, and with the simplifications that keep formulas small.

The package z3 carries no annotations; this module is its one typed face. Constants are folded, since a formula that
is literally false tells the translator that an exception cannot be raised.
"""

# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportUnknownParameterType=false, reportArgumentType=false, reportReturnType=false, reportCallIssue=false

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias, TypeGuard, cast

import z3
from z3 import z3core

Logic: TypeAlias = z3.ExprRef
Formula: TypeAlias = z3.BoolRef
Sort: TypeAlias = z3.SortRef
Function: TypeAlias = z3.FuncDeclRef
Model: TypeAlias = z3.ModelRef
Draft: TypeAlias = z3.Datatype

TRUE: Formula = z3.BoolVal(True)
FALSE: Formula = z3.BoolVal(False)
BOOL: Sort = z3.BoolSort()
INT: Sort = z3.IntSort()

# z3 looks at the kinds and sorts of arguments itself; the package, too, takes a quarter of the time of a translation.
z3.z3.Z3_DEBUG = False

_CONTEXT = z3.main_ctx().ref()

# The package asks z3 after each call whether it failed, a tenth of the time of a translation. z3 tells of it, too.
_failures: list[int] = []


def _note_failure(_: object, failure: int) -> None:
    _failures.append(failure)


_told = z3core.Z3_set_error_handler(_CONTEXT, _note_failure)  # kept alive here


def _raise_failure(self: object, ctx: object) -> None:  # noqa: ARG001  # as the package calls it
    """Raises what the package raises where a call of z3 has failed."""
    if _failures:
        failure = _failures[-1]
        _failures.clear()
        raise z3.Z3Exception(z3core.Z3_get_error_msg(ctx, failure))


z3core.Elementaries.Check = _raise_failure


def _kind(a: Logic) -> int:
    """The kind of function that a term applies, in the numbering of z3; -1 for a quantifier.

    The package asks the same in a dozen calls, and the translator asks it more often than anything else.
    """
    term = a.as_ast()
    if z3core.Z3_get_ast_kind(_CONTEXT, term) not in (z3.Z3_APP_AST, z3.Z3_NUMERAL_AST):
        return -1
    return int(z3core.Z3_get_decl_kind(_CONTEXT, z3core.Z3_get_app_decl(_CONTEXT, term)))


def same_term(a: Logic, b: Logic) -> bool:
    """Whether two terms are the same one: the solver keeps each once, so that they are if they lie in one place."""
    return bool(a.as_ast().value == b.as_ast().value)  # pyright: ignore[reportOptionalMemberAccess]  # a pointer


def is_true(f: Formula) -> bool:
    """Whether a formula is the constant true."""
    return same_term(f, TRUE)


def is_false(f: Formula) -> bool:
    """Whether a formula is the constant false."""
    return same_term(f, FALSE)


def integer(i: int) -> Logic:
    """An integer."""
    return z3.IntVal(i)


def boolean(b: bool) -> Formula:
    """A truth value."""
    return TRUE if b else FALSE


def conj(*fs: Formula) -> Formula:
    """All of them."""
    kept = [f for f in fs if not is_true(f)]
    if any(is_false(f) for f in kept) or _contradict(kept):
        return FALSE
    return TRUE if not kept else kept[0] if len(kept) == 1 else z3.And(*kept)


def _contradict(fs: list[Formula]) -> bool:
    """Whether some formula and its opposite are among these."""
    flat = [each for f in fs for each in (cast("list[Formula]", f.children()) if _kind(f) == z3.Z3_OP_AND else [f])]
    denied = {f.arg(0).get_id() for f in flat if _kind(f) == z3.Z3_OP_NOT}
    return any(f.get_id() in denied for f in flat)


def disj(*fs: Formula) -> Formula:
    """Any of them."""
    kept = [f for f in fs if not is_false(f)]
    if any(is_true(f) for f in kept):
        return TRUE
    return FALSE if not kept else kept[0] if len(kept) == 1 else z3.Or(*kept)


def neg(f: Formula) -> Formula:
    """The opposite."""
    if is_true(f):
        return FALSE
    if is_false(f):
        return TRUE
    return cast("Formula", f.arg(0)) if _kind(f) == z3.Z3_OP_NOT else z3.Not(f)


def where_true(f: Formula, goal: Formula) -> Formula:
    """What a formula comes to where the goal is true: the choices that the goal denies are left out."""
    parts, choices = _conjuncts(goal, True), [(each, _conjuncts(each, False)) for each in _disjuncts(f)]
    known = {each.get_id() for each in parts}  # all terms are kept until the end, so that no two have one id
    return disj(*(each for each, denied in choices if not all(part.get_id() in known for part in denied)))


def stated_once(goal: Formula) -> Formula:
    """The same, in which no quantified part that has to be true (or false) stands again within another part."""
    parts = _conjuncts(goal, True)
    for n, part in enumerate(parts):
        value, quantifier = (FALSE, part.arg(0)) if _kind(part) == z3.Z3_OP_NOT else (TRUE, part)
        if z3.is_quantifier(quantifier):
            parts = [each if m == n else z3.substitute(each, (quantifier, value)) for m, each in enumerate(parts)]
    return conj(*parts)


def _conjuncts(f: Formula, wanted: bool) -> list[Formula]:
    """What has to be true together for a formula to be true (or false)."""
    if z3.is_not(f):
        return _conjuncts(cast("Formula", f.arg(0)), not wanted)
    if z3.is_and(f) if wanted else z3.is_or(f):
        return [part for each in f.children() for part in _conjuncts(cast("Formula", each), wanted)]
    return [f if wanted else neg(f)]


def told_apart(f: Formula) -> list[Formula]:
    """The parts of what is concluded from premises, each with the premises: together they say what the whole does."""
    ways = _disjuncts(f)
    for n, each in enumerate(ways):
        if z3.is_and(each):
            others = [*ways[:n], *ways[n + 1 :]]
            return [disj(*others, part) for part in _conjuncts(each, True)]
    return [f]


def _disjuncts(f: Formula) -> list[Formula]:
    """The ways for a formula to be true."""
    return [neg(each) for each in _conjuncts(f, False)]


def implies(f: Formula, g: Formula) -> Formula:
    """The second, if the first."""
    return disj(neg(f), g)


def ite(c: Formula, a: Logic, b: Logic) -> Logic:
    """The first term where the condition is true, else the second."""
    if is_true(c) or same_term(a, b):
        return a
    return b if is_false(c) else z3.If(c, a, b)


def ite_formula(c: Formula, f: Formula, g: Formula) -> Formula:
    """As `ite`, for formulas."""
    if is_true(c) or same_term(f, g):
        return f
    return g if is_false(c) else disj(conj(c, f), conj(neg(c), g))


def branches(a: Logic) -> tuple[Formula, Logic, Logic] | None:
    """The condition and the two terms that a term is a choice of, if it is one."""
    if _kind(a) != z3.Z3_OP_ITE:
        return None
    return cast("Formula", a.arg(0)), a.arg(1), a.arg(2)


def maker(a: Logic) -> Function | None:
    """The constructor that a term is an application of, if it is one."""
    return a.decl() if _kind(a) == z3.Z3_OP_DT_CONSTRUCTOR else None


def equal(a: Logic, b: Logic) -> Formula:
    """Equality of two terms of one sort; of what constructors made, that of their fields."""
    if same_term(a, b):
        return TRUE
    if _ground(a) and _ground(b):
        return cast("Formula", z3.simplify(a == b))
    if z3.is_bool(a):
        return conj(implies(cast("Formula", a), cast("Formula", b)), implies(cast("Formula", b), cast("Formula", a)))
    for one, other in ((a, b), (b, a)):
        both = branches(one)
        if both is not None and maker(other) is not None:
            return ite_formula(both[0], equal(both[1], other), equal(both[2], other))
    first, second = maker(a), maker(b)
    if first is None or second is None:
        return cast("Formula", a == b)
    if not first.eq(second):
        return FALSE
    return conj(*(equal(one, other) for one, other in zip(a.children(), b.children(), strict=True)))


def _ground(a: Logic) -> bool:
    """Whether a term is a numeral, a truth value or an enum member, whose equality can be computed at once."""
    return bool(z3.is_int_value(a) or z3.is_true(a) or z3.is_false(a) or (maker(a) is not None and a.num_args() == 0))


def less(a: Logic, b: Logic) -> Formula:
    """Whether one integer is below another."""
    return cast("z3.ArithRef", a) < cast("z3.ArithRef", b)


def less_eq(a: Logic, b: Logic) -> Formula:
    """Whether one integer is not above another."""
    return cast("z3.ArithRef", a) <= cast("z3.ArithRef", b)


def add(a: Logic, b: Logic) -> Logic:
    """The sum of two integers."""
    return cast("z3.ArithRef", a) + cast("z3.ArithRef", b)


def subtract(a: Logic, b: Logic) -> Logic:
    """The difference of two integers."""
    return cast("z3.ArithRef", a) - cast("z3.ArithRef", b)


def multiply(a: Logic, b: Logic) -> Logic:
    """The product of two integers."""
    return cast("z3.ArithRef", a) * cast("z3.ArithRef", b)


def constant(name: str, sort: Sort) -> Logic:
    """An unknown of a sort."""
    return z3.Const(name, sort)


def function(name: str, arguments: Sequence[Sort], result: Sort) -> Function:
    """An unknown function."""
    return z3.Function(name, *arguments, result)


def apply(f: Function, *arguments: Logic) -> Logic:
    """A function applied; constructors without fields are their own value.

    The arguments have the right sorts: the package would look at each of them once more.
    """
    terms = (z3.Ast * len(arguments))(*(each.as_ast() for each in arguments))
    made = z3core.Z3_mk_app(_CONTEXT, f.ast, len(arguments), terms)
    return z3.z3._to_expr_ref(made, f.ctx)  # pyright: ignore[reportPrivateUsage]  # the package has no other name for it


def holds(f: Function, *arguments: Logic) -> Formula:
    """A predicate applied."""
    return cast("Formula", apply(f, *arguments))


def exists(xs: Sequence[Logic], body: Formula, name: str, trigger: Logic) -> Formula:
    """Whether some values satisfy the body; where they do not, the solver tries those at which it meets the trigger."""
    return body if _constant(body) else z3.Exists(list(xs), body, qid=_quantifier(name), patterns=_patterns(trigger))


def forall(xs: Sequence[Logic], body: Formula, name: str, *triggers: Logic) -> Formula:
    """Whether all values satisfy the body; the solver instantiates it where it meets any of the triggers."""
    patterns = [each for trigger in triggers for each in _patterns(trigger)]
    return body if _constant(body) else z3.ForAll(list(xs), body, qid=_quantifier(name), patterns=patterns)


def _quantifier(name: str) -> str:
    """The name of a quantifier as files can have it: z3 writes it down without quotes."""
    return "-".join("".join(c if c.isalnum() or c in "._!" else " " for c in name).split())


def _patterns(trigger: Logic) -> list[Logic]:
    """What the solver can look for: no choice between terms may be in it, so both terms are looked for."""
    if isinstance(trigger, z3.PatternRef):
        return [trigger]
    both = branches(trigger)
    if both is not None:
        return _patterns(both[1]) + _patterns(both[2])
    return [] if _has_choice(trigger) else [trigger]


def _has_choice(term: Logic) -> bool:
    return any(branches(each) is not None for each in subterms(term))


def is_field(term: Logic) -> bool:
    """Whether a term is a field of another."""
    return bool(_kind(term) == z3.Z3_OP_DT_ACCESSOR)


def made_of(term: Logic) -> list[Logic]:
    """What a constructor made a term of, and constructors made that of."""
    held = cast("list[Logic]", term.children()) if maker(term) is not None else []
    return [part for each in held for part in (each, *made_of(each))]


def selected_from(term: Logic) -> Formula | None:
    """For a field of a value with several constructors: that the value was made by the one that has it."""
    if _kind(term) != z3.Z3_OP_DT_ACCESSOR:
        return None
    owner = term.arg(0)
    sort = cast("z3.DatatypeSortRef", owner.sort())
    for n in range(sort.num_constructors()):
        held = range(sort.constructor(n).arity())
        if sort.num_constructors() > 1 and any(sort.accessor(n, i).eq(term.decl()) for i in held):
            return cast("Formula", sort.recognizer(n)(owner))
    return None


def name_of(term: Logic) -> str:
    """The name of the function that a term applies; none for a quantifier."""
    return term.decl().name() if _kind(term) >= 0 else ""


def together(*triggers: Logic) -> Logic:
    """A trigger that is met where all of these are."""
    return z3.MultiPattern(*triggers)


def covers(formulas: Sequence[Formula], unknowns: Sequence[Logic], functions: Sequence[str] = ()) -> list[Logic]:
    """Triggers: calls of unknown functions, those that stand first, that mention all unknowns between them.

    If the first mentions all of them by itself, each other one that does so is a trigger, too. If functions are named,
    only calls of these count, within quantifiers, too, and those come first that mention more unknowns in fewer calls.
    """
    wanted = {each.get_id() for each in unknowns}
    calls = _calls(formulas)
    if functions:
        calls = sorted(_calls_of(functions, formulas), key=lambda x: (-len(_mentioned(x, wanted)), _size(x)))
    missing, found = set(wanted), list[Logic]()
    for call in calls:
        mentioned = _mentioned(call, missing)
        if mentioned:
            missing -= mentioned
            found.append(_smallest(call, mentioned))
    if missing or not found:
        return []
    if len(found) > 1:
        return [z3.MultiPattern(*found)]
    alone = [_smallest(each, wanted) for each in calls if _mentioned(each, wanted) == wanted]
    return list({each.get_id(): each for each in (*found, *alone)}.values())


def _calls(formulas: Sequence[Formula]) -> list[Logic]:
    """The calls of unknown functions outside of quantifiers, those that stand first first."""
    seen = {term.get_id(): term for formula in formulas for term in subterms(formula)}
    return [term for term in seen.values() if _is_call(term) and not _has_choice(term)]


def _calls_of(functions: Sequence[str], formulas: Sequence[Formula]) -> list[Logic]:
    """The calls of some functions, but for those that mention the unknown of a quantifier."""
    found, todo = list[Logic](), list[Logic](formulas)
    while todo:
        for term in subterms(todo.pop(0)):
            if z3.is_quantifier(term):
                todo.append(cast("z3.QuantifierRef", term).body())
            elif name_of(term).rpartition("!")[0] in functions and not any(map(z3.is_var, subterms(term))):
                found.append(term)
    return [each for each in found if not _has_choice(each)]


def _size(term: Logic) -> int:
    return sum(1 for each in subterms(term) if _is_call(each))


def _mentioned(term: Logic, unknowns: set[int]) -> set[int]:
    return {each.get_id() for each in subterms(term)} & unknowns


def _smallest(term: Logic, mentioned: set[int]) -> Logic:
    """The innermost call that mentions these unknowns."""
    within = [each for each in subterms(term) if _is_call(each) and _mentioned(each, mentioned) == mentioned]
    return within[-1]


def _is_call(term: Logic) -> bool:
    return bool(_kind(term) == z3.Z3_OP_UNINTERPRETED and term.num_args() > 0)


def unknowns(term: Logic) -> list[Logic]:
    """The unknowns that a term mentions."""
    return _unknowns(term)


def mentioned(terms: Sequence[Logic], some: Sequence[Logic]) -> list[Logic]:
    """Those of some unknowns that any of the terms mentions."""
    found = {each.get_id() for term in terms for each in _unknowns(term)}
    return [each for each in some if each.get_id() in found]


def subterms(term: Logic) -> Iterator[Logic]:
    """A term and all within it, each once, from the outside to the inside; not those in quantifiers."""
    seen: set[int] = set()
    todo = [term]
    while todo:
        each = todo.pop()
        if each.get_id() not in seen:
            seen.add(each.get_id())
            yield each
            if _kind(each) >= 0:
                todo.extend(reversed(cast("list[Logic]", each.children())))


def _constant(f: Formula) -> bool:
    return is_true(f) or is_false(f)


def abstracted(body: Logic, subject: Logic) -> tuple[str, list[Logic]]:
    """A name for what the body says of the subject, whatever its other unknowns are called; and those unknowns."""
    others = [each for each in _unknowns(body) if not same_term(each, subject)]
    holes = [z3.Const(f"hole!{n}", each.sort()) for n, each in enumerate([subject, *others])]
    return z3.substitute(body, *zip([subject, *others], holes, strict=True)).sexpr(), others


def _unknowns(body: Logic) -> list[Logic]:
    """In an order that depends on the shape of the body alone."""
    found: dict[int, Logic] = {}
    seen: set[int] = set()
    todo: list[Logic] = [body]
    while todo:
        term = todo.pop()
        if term.get_id() in seen:
            continue
        seen.add(term.get_id())
        if _kind(term) == z3.Z3_OP_UNINTERPRETED and term.num_args() == 0:
            found[term.get_id()] = term
        todo.extend(cast("list[Logic]", term.children()))
    return list(found.values())


def replaced(term: Logic, unknown: Logic, other: Logic) -> Logic:
    """The term with another unknown in place of one."""
    return z3.substitute(term, (unknown, other))


def is_formula(term: Logic) -> TypeGuard[Formula]:
    """Whether a term is a truth value."""
    return isinstance(term, z3.BoolRef)


def value_in(model: Model, term: Logic) -> Logic:
    """The value of a term in a model."""
    return model.eval(term, model_completion=True)


def integer_in(model: Model, term: Logic) -> int:
    """The value of an integer term in a model."""
    return int(cast("z3.IntNumRef", value_in(model, term)).as_long())


def same_function(f: Function, g: Function) -> bool:
    """Whether two functions are the same one."""
    return bool(f.eq(g))


def argument(term: Logic, n: int) -> Logic:
    """An argument of an applied function."""
    return term.arg(n)


def is_sort(x: object) -> TypeGuard[Sort]:
    """Whether something is a sort."""
    return isinstance(x, z3.SortRef)


def draft(name: str) -> Draft:
    """A datatype to be."""
    return z3.Datatype(name)


def declare(datatype: Draft, constructor: str, fields: Sequence[tuple[str, Sort | Draft]]) -> None:
    """Gives a datatype to be one more constructor."""
    datatype.declare(constructor, *fields)


def create(drafts: Sequence[Draft]) -> list[Sort]:
    """Datatypes that may refer to each other."""
    return list(z3.CreateDatatypes(*drafts))


def opaque(name: str) -> Sort:
    """A sort of which nothing is known."""
    return z3.DeclareSort(name)


def constructor(sort: Sort, n: int) -> Function:
    """A constructor of a datatype."""
    return cast("z3.DatatypeSortRef", sort).constructor(n)


def recognizer(sort: Sort, n: int) -> Function:
    """Whether that constructor made a term."""
    return cast("z3.DatatypeSortRef", sort).recognizer(n)


def accessor(sort: Sort, n: int, field: int) -> Function:
    """A field of what that constructor made."""
    return cast("z3.DatatypeSortRef", sort).accessor(n, field)
