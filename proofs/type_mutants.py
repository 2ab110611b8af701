"""Bugs planted in the typing rules, the least upper bound and the validator: each makes its theorem fall."""

from __future__ import annotations

from time import perf_counter

from deodar.proofs.edit import Edit, Mutant, TypeMutant
from deodar.proofs.inductive import Ground, cases, prove_case
from deodar.proofs.lemma import Lemma
from deodar.proofs.level_mutants import LEVEL_MUTANTS
from deodar.proofs.mutants import MutantResult
from deodar.proofs.program import Program, changed, forget
from deodar.proofs.prove import prove
from deodar.proofs.type_search import search
from deodar.proofs.validation_mutants import VALIDATION_MUTANTS

TYPECHECKER = "deodar.model.typechecker"
LUB = "deodar.model.lub"
SIGNATURE = "deodar.model.signature"
MILLIS = 2000  # for each question: where there is a proof, it takes less
SOUND = "type_soundness"


FIRST = "lub_has_the_values_of_the_first"


def _bug(name: str, case: str, old: str, new: str, *, falls: str = SOUND, module: str = TYPECHECKER) -> TypeMutant:
    return TypeMutant(Mutant(Edit(name, old, new, module), falls), case)


TYPE_MUTANTS = (
    _bug(
        "`&&` relies on what its right operand establishes in the left one",
        "And",
        "    left = boolean(type_of(x1, c, env))\n    if left.type == FalseT():",
        "    left = boolean(type_of(x1, c | type_of(x2, c, env).capabilities, env))\n    if left.type == FalseT():",
    ),
    _bug(
        "`||` relies on what its left operand establishes in the right one",
        "Or",
        "    right = boolean(type_of(x2, c, env))",
        "    right = boolean(type_of(x2, c | left.capabilities, env))",
    ),
    _bug(
        "`||` establishes what either operand does",
        "Or",
        "        case _:\n            return establishing(BoolT(), left.capabilities & right.capabilities, kinds)",
        "        case _:\n            return establishing(BoolT(), left.capabilities | right.capabilities, kinds)",
    ),
    _bug(
        "`||` with a right operand that is true establishes what the left one does",
        "Or",
        "return establishing(TrueT(), right.capabilities, kinds)",
        "return establishing(TrueT(), left.capabilities, kinds)",
    ),
    _bug(
        "`if` relies on its guard in the else branch",
        "Ite",
        "    otherwise = type_of(x3, c, env)\n    kinds",
        "    otherwise = type_of(x3, c | guard.capabilities, env)\n    kinds",
    ),
    _bug(
        "`if` establishes what either branch does",
        "Ite",
        "(guard.capabilities | then.capabilities) & otherwise.capabilities",
        "(guard.capabilities | then.capabilities) | otherwise.capabilities",
    ),
    _bug(
        "`if` with a false guard has the type of its then branch",
        "Ite",
        "        otherwise = type_of(x3, c, env)\n        return",
        "        otherwise = type_of(x2, c, env)\n        return",
    ),
    _bug(
        "`if` has the type of its then branch",
        "Ite",
        "    ty = lub(then.type, otherwise.type, env.mode)",
        "    ty = then.type",
    ),
    _bug(
        "a literal is always true",
        "Lit Bool",
        "of_type(TrueT() if b else FalseT(), NO_FINDINGS)",
        "of_type(TrueT(), NO_FINDINGS)",
    ),
    _bug("a string is a long", "Lit String", "of_type(StringT(), NO_FINDINGS)", "of_type(LongT(), NO_FINDINGS)"),
    _bug(
        "the resource is of the principal's type", "Variable resource", "entity(env.resource)", "entity(env.principal)"
    ),
    _bug(
        "`!` keeps the type",
        "UnaryApp Not",
        "        case TrueT():\n            return FalseT()",
        "        case TrueT():\n            return TrueT()",
    ),
    _bug("`-` takes anything", "UnaryApp Neg", "exactly(LongT(), typing).kinds", "typing.kinds"),
    _bug(
        "`isEmpty` takes anything",
        "UnaryApp IsEmpty",
        "of_type(BoolT(), a_set(typing).kinds)",
        "of_type(BoolT(), typing.kinds)",
    ),
    _bug("`like` takes anything", "UnaryApp Like", "exactly(StringT(), typing).kinds", "typing.kinds"),
    _bug(
        "`is` another type is true",
        "UnaryApp Is",
        "entity_type not in names:\n            return of_type(FalseT()",
        "entity_type not in names:\n            return of_type(TrueT()",
    ),
    _bug("`==` of two literals is true", "BinaryApp eq", "TrueT() if v1 == v2 else FalseT()", "TrueT()"),
    _bug(
        "`==` of entities of one type is false",
        "BinaryApp eq",
        "if not (names1 & names2):",
        "if names1 & names2:",
    ),
    _bug(
        "`<` compares what differs in type",
        "BinaryApp less",
        "(ty1 == ty2 and ty1 in ORDERED)",
        "(ty1 in ORDERED and ty2 in ORDERED)",
    ),
    _bug(
        "`+` has the type of truth values",
        "BinaryApp add",
        "        case BinaryOp.ADD | BinaryOp.SUB | BinaryOp.MUL:\n            return of_type(LongT()",
        "        case BinaryOp.ADD | BinaryOp.SUB | BinaryOp.MUL:\n            return of_type(BoolT()",
    ),
    _bug(
        "`+` takes anything on the right",
        "BinaryApp add",
        "exactly(LongT(), t1).kinds | exactly(LongT(), t2).kinds",
        "exactly(LongT(), t1).kinds | t2.kinds",
    ),
    _bug(
        "`in` is true where types allow it",
        "BinaryApp mem",
        "of_type(BoolT() if related else FalseT(), kinds)",
        "of_type(TrueT() if related else FalseT(), kinds)",
    ),
    _bug(
        "`in` looks at types the wrong way round",
        "BinaryApp mem",
        "may_be_in(name, each, env) for each in names",
        "may_be_in(each, name, env) for each in names",
    ),
    _bug(
        "an action is below its own kind only",
        "BinaryApp mem",
        "return uid in uids or (entry is not None and any(each in uids for each in entry.ancestors))",
        "return uid in uids",
    ),
    _bug(
        "`getTag` needs no capability",
        "BinaryApp get_tag",
        "    if capability not in c:\n        return found(FindingKind.UNSAFE_TAG_ACCESS, kinds)\n",
        "",
    ),
    _bug(
        "`hasTag` is certain",
        "BinaryApp has_tag",
        "may_have_tags(target.type.names, env) else TrueT() if capability in c else BoolT()",
        "may_have_tags(target.type.names, env) else TrueT()",
    ),
    _bug(
        "`has` is certain of a required attribute of an entity",
        "HasAttr",
        "certain = capability in c or (isinstance(operand.type, RecordT) and declared.required)",
        "certain = capability in c or declared.required",
    ),
    _bug(
        "`has` of what is not declared is true",
        "HasAttr",
        "return of_type(BoolT() if may_have(operand.type, attr, env) else FalseT(), operand.kinds)",
        "return of_type(BoolT() if may_have(operand.type, attr, env) else TrueT(), operand.kinds)",
    ),
    _bug(
        "an optional attribute counts as required",
        "GetAttr",
        "if declared.required or AttrCapability(x, attr) in c:",
        "if declared.type == declared.type or AttrCapability(x, attr) in c:",
    ),
    _bug(
        "a capability for one attribute serves for another expression",
        "GetAttr",
        "if declared.required or AttrCapability(x, attr) in c:",
        "if declared.required or any(isinstance(each, AttrCapability) and each.attr == attr for each in c):",
    ),
    _bug(
        "the attributes of a record are optional",
        "RecordExpr",
        "Qualified(known_type(member.typing), True)",
        "Qualified(BoolT(), True)",
    ),
    _bug(
        "arguments of a call may be anything",
        "Call offset",
        "of_type(function.result, kinds | argument_kinds(function.parameters, typings))",
        "of_type(function.result, kinds)",
    ),
    _bug(
        "calls may have any number of arguments",
        "Call decimal",
        "return frozenset() if given == expected else",
        "return frozenset() if given <= expected else",
        module=SIGNATURE,
    ),
    _bug(
        "`offset` gives a duration",
        "Call offset",
        "return Signature((DATETIME, DURATION), DATETIME)",
        "return Signature((DATETIME, DURATION), DURATION)",
        module=SIGNATURE,
    ),
    _bug(
        "a set has the type of its last element",
        "one more",
        "return None if others is None or last is None else lub(others, last, mode)",
        "return last",
        falls="lub_of_several_has_the_values_of_each",
    ),
    _bug(
        "only the last of several expressions is found fault with",
        "one more",
        "return all_kinds(typings[:-1]) | typings[-1].kinds",
        "return typings[-1].kinds",
        falls="findings_of_several_are_those_of_each",
    ),
    _bug(
        "the least upper bound of truth values is the first",
        "TrueT",
        "        case _ if is_bool(ty1) and is_bool(ty2):\n            return BoolT()",
        "        case _ if is_bool(ty1) and is_bool(ty2):\n            return ty1",
        falls="lub_has_the_values_of_the_second",
        module=LUB,
    ),
    _bug(
        "the least upper bound of truth values is the second",
        "TrueT",
        "        case _ if is_bool(ty1) and is_bool(ty2):\n            return BoolT()",
        "        case _ if is_bool(ty1) and is_bool(ty2):\n            return ty2",
        falls=FIRST,
        module=LUB,
    ),
    _bug(
        "the least upper bound of sets has the elements of the second",
        "SetT",
        "return None if element is None else SetT(element)",
        "return None if element is None else SetT(element2)",
        falls=FIRST,
        module=LUB,
    ),
    _bug(
        "an attribute is required if either record requires it",
        "RecordT",
        "q1.required and q2.required",
        "q1.required or q2.required",
        falls=FIRST,
        module=LUB,
    ),
    _bug(
        "records lose attributes and stay closed",
        "RecordT",
        "return RecordT(attrs, lost or r1.is_open or r2.is_open)",
        "return RecordT(attrs, r1.is_open or r2.is_open)",
        falls=FIRST,
        module=LUB,
    ),
    _bug(
        "a record with an open one is closed",
        "RecordT",
        "return RecordT(attrs, lost or r1.is_open or r2.is_open)",
        "return RecordT(attrs, lost or r1.is_open)",
        falls="a_type_is_below_its_lub_with_another",
        module=LUB,
    ),
    _bug(
        "the least upper bound of two sets is that of their elements",
        "SetT",
        "return None if element is None else SetT(element)",
        "return element",
        falls="the_other_type_is_below_their_lub",
        module=LUB,
    ),
    *VALIDATION_MUTANTS,
    *LEVEL_MUTANTS,
)

LESS_PRECISE = (
    Edit(
        "`==` of entities of different types may be true",
        "if not (names1 & names2):\n            return of_type(FalseT(), kinds)",
        "if not (names1 & names2):\n            return of_type(BoolT(), kinds)",
        TYPECHECKER,
    ),
    Edit(
        "`in` may be true whatever the types",
        "of_type(BoolT() if related else FalseT(), kinds)",
        "of_type(BoolT(), kinds)",
        TYPECHECKER,
    ),
    Edit(
        "`||` establishes nothing",
        "        case _:\n            return establishing(BoolT(), left.capabilities & right.capabilities, kinds)",
        "        case _:\n            return of_type(BoolT(), kinds)",
        TYPECHECKER,
    ),
)


def _is_proved(lemma: Lemma[...], name: str, program: Program) -> bool:
    if lemma.induction is None:
        return prove(lemma, program, timeout_millis=MILLIS, sane=True).holds
    whole = name.split(maxsplit=1)[0]  # the case of all operators of a class, where they are taken together
    case = next(each for each in cases(lemma) if each.name in (name, whole))
    return prove_case(Ground(lemma), case, timeout_millis=MILLIS).proved


def try_type_mutant(planted: TypeMutant) -> MutantResult:
    """Plants a bug, sees the proof of its theorem fail, and looks for a counterexample in the case where it does."""
    start, edit, falls = perf_counter(), planted.mutant.edit, planted.mutant.falls
    program = changed(edit.module, edit.old, edit.new)
    try:
        lemma = next(each for each in program.affected() if each.name == falls)
        unproved = not _is_proved(lemma, planted.case, program)
        found = search(lemma, planted.case) if unproved else None
        cedar = None if found is None else found.cedar
        replay = None if found is None else found.case_of(program)
        return MutantResult(edit.name, falls, unproved, found, cedar, perf_counter() - start, replay)
    finally:
        forget(program)


def unproved_case(lemma: Lemma[...]) -> str | None:
    """The first case of a theorem that cannot be proved."""
    ground = Ground(lemma)
    return next((each.name for each in cases(lemma) if not prove_case(ground, each).proved), None)


def try_less_precise(edit: Edit) -> MutantResult:
    """Makes an edit that takes less for well typed, or tells less of it, and proves type soundness again."""
    start = perf_counter()
    program = changed(edit.module, edit.old, edit.new)
    try:
        lemma = next(each for each in program.affected() if each.name == SOUND)
        return MutantResult(edit.name, None, unproved_case(lemma) is None, None, None, perf_counter() - start)
    finally:
        forget(program)
