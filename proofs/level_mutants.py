"""Bugs planted in the check of levels: each makes its theorem fall."""

from __future__ import annotations

from deodar.proofs.edit import Edit, Mutant, TypeMutant

LEVEL = "deodar.model.level"
BEYOND = "what_is_beyond_the_level_does_not_matter"


def _bug(name: str, case: str, old: str, new: str, *, falls: str = BEYOND) -> TypeMutant:
    return TypeMutant(Mutant(Edit(name, old, new, LEVEL), falls), case)


LEVEL_MUTANTS = (
    _bug("an entity at the level may be looked up", "HasAttr", "steps < level", "steps <= level"),
    _bug("any literal may be looked up", "Lit EntityUID", "return 0 if v == env.action else None", "return 0"),
    _bug(
        "an attribute is no step",
        "GetAttr",
        "return one_more(steps_to(x1, (), c, env, level))\n            return",
        "return steps_to(x1, (), c, env, level)\n            return",
    ),
    _bug(
        "the nearer branch counts",
        "Ite",
        "steps1 if steps1 >= steps2 else steps2",
        "steps2 if steps1 >= steps2 else steps1",
    ),
    _bug(
        "a guard may go a step farther than the entities of its branches",
        "Ite",
        "            if not stays_near(x1, c, env, level):",
        "            if not stays_near(x1, c, env, level + 1):",
    ),
    _bug(
        "the attribute of a record need not be the one that is read",
        "GetAttr",
        "return steps_to(x1, (*path, attr), c, env, level)",
        "return steps_to(x1, path, c, env, level)",
    ),
    _bug(
        "a tag is no step",
        "BinaryApp get_tag",
        "one_more(steps_to(x1, (), c, env, level)) if stays_near(x2",
        "steps_to(x1, (), c, env, level) if stays_near(x2",
    ),
    _bug(
        "the other members of a record may go farther",
        "one more",
        "if all(stays_near(ax.x, c, env, level) for ax in axs[:-1]):",
        "if all(stays_near(ax.x, c, env, level + 1) for ax in axs[:-1]):",
        falls="a_record_leads_where_its_member_does",
    ),
    _bug(
        "`&&` may go farther on the right",
        "And",
        "left.type == FalseT() or stays_near(",
        "left.type != TrueT() or stays_near(",
    ),
    _bug(
        "`in` looks nothing up",
        "BinaryApp mem",
        "BinaryApp(BinaryOp.MEM | BinaryOp.HAS_TAG | BinaryOp.GET_TAG, x1, x2)",
        "BinaryApp(BinaryOp.HAS_TAG | BinaryOp.GET_TAG, x1, x2)",
    ),
    _bug(
        "`is .. in` looks nothing up",
        "IsIn",
        "stays_near(x1, c, env, level)\n            return can_be_read(x1, c, env, level) and",
        "stays_near(x1, c, env, level)\n            return stays_near(x1, c, env, level) and",
    ),
    _bug(
        "one member of a set that stays near is enough",
        "SetExpr",
        "return all(stays_near(x1, c, env, level) for x1 in xs)",
        "return any(stays_near(x1, c, env, level) for x1 in xs)",
    ),
    _bug(
        "only policies that are certainly false are checked",
        "",
        "is_checked = typing.type == FalseT() or (typing.type is not None and not typing.kinds)",
        "is_checked = typing.type == FalseT()",
        falls="a_policy_of_a_level_decides_alike",
    ),
    _bug(
        "a step more is granted in each environment",
        "",
        "for kind in level_faults_in(template, env, level))",
        "for kind in level_faults_in(template, env, level + 1))",
        falls="a_level_is_looked_at_in_each_environment",
    ),
    _bug(
        "one way to fill the slots is not looked at",
        "",
        "        for values in slot_envs(template, env)\n",
        "        for values in slot_envs(template, env)[:-1]\n",
        falls="a_policy_without_slots_is_looked_at_as_it_is",
    ),
)
