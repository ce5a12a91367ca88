"""What the product calls: a walk over names, from its entry points through imports and references.

A definition is a function, class or constant at the top of a module. It is called when something
that is called names it; a module's loose statements run when anything of the module is used.
"""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from core.settings import ROOT

ENTRANCES = ("app.py", "pages", "core/cli", "core/worker", "core/web", "core/exchange")
BODY = "<module>"
Node = tuple[str, str]
"""A module and a name at its top; BODY for its loose statements."""


@dataclass
class Module:
    """The definitions of one module, what its names stand for, and its loose statements."""

    name: str
    definitions: dict[str, ast.stmt] = field(default_factory=dict)
    imports: dict[str, tuple[str, str]] = field(default_factory=dict)
    loose: list[ast.stmt] = field(default_factory=list)


@cache
def modules() -> dict[str, Module]:
    """Every module of the product by its dotted name."""
    paths = [ROOT / "app.py", *(ROOT / "core").rglob("*.py"), *(ROOT / "pages").rglob("*.py")]
    return {name: _module(name, path) for path in paths for name in (_dotted(path),)}


@cache
def called() -> frozenset[Node]:
    """Every definition that an entrance reaches."""
    starts = [name for name in modules() if _is_entrance(name)]
    return reached((name, one) for name in starts for one in (BODY, *modules()[name].definitions))


def reached(starts: Iterable[Node], within: tuple[str, ...] = ("",)) -> frozenset[Node]:
    """What `starts` name, and what that names, in modules whose dotted name begins so."""
    waiting, found = list(starts), set[Node]()
    while waiting:
        node = waiting.pop()
        if node not in found and node[0].startswith(within):
            found.add(node)
            waiting += [(node[0], BODY), *_named(node)]
    return frozenset(found)


@cache
def attributes() -> frozenset[str]:
    """Every name in a definition that is called."""
    return frozenset(
        name
        for node in called()
        for statement in statements_at(*node)
        for name in names_in(statement)
    )


def names_in(statement: ast.stmt) -> set[str]:
    """Every name, attribute, keyword and text of a statement."""
    found: set[str] = set()
    for inner in ast.walk(statement):
        if isinstance(inner, ast.Name):
            found.add(inner.id)
        elif isinstance(inner, ast.Attribute):
            found.add(inner.attr)
        elif isinstance(inner, ast.keyword) and inner.arg:
            found.add(inner.arg)
    return found | texts_in(statement)


def texts_in(statement: ast.stmt) -> set[str]:
    """Every text of a statement."""
    inner = (one.value for one in ast.walk(statement) if isinstance(one, ast.Constant))
    return {value for value in inner if isinstance(value, str)}


def is_called(path: Path, name: str) -> bool:
    """Whether the product calls a function, or `Class.method`, of the file at `path`."""
    owner, _, method = name.partition(".")
    return (_dotted(path), owner) in called() and (not method or method in attributes())


def statements_of(prefix: str) -> Iterator[ast.stmt]:
    """The statements of what is called in modules whose dotted name begins with `prefix`."""
    for module, name in called():
        if module.startswith(prefix):
            yield from statements_at(module, name)


def _module(name: str, path: Path) -> Module:
    module = Module(name)
    package = name if path.name == "__init__.py" else name.rpartition(".")[0]
    tree = ast.parse(path.read_text("utf-8"))
    for node in tree.body:
        names = list(_defines(node))
        module.definitions |= dict.fromkeys(names, node)
        if not names and not isinstance(node, ast.Import | ast.ImportFrom):
            module.loose.append(node)
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            source = node.module or package
            module.imports |= {one.asname or one.name: (source, one.name) for one in node.names}
        elif isinstance(node, ast.Import):
            module.imports |= {
                one.asname: (one.name, "") for one in node.names if one.asname is not None
            }
    return module


def _defines(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        yield node.name
    elif isinstance(node, ast.Assign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        for target in targets:
            yield from (one.id for one in ast.walk(target) if isinstance(one, ast.Name))


@cache
def _named(node: Node) -> tuple[Node, ...]:
    """The definitions that one definition names."""
    module, found = modules()[node[0]], list[Node]()
    for statement in statements_at(*node):
        for inner in ast.walk(statement):
            if isinstance(inner, ast.Name):
                found += _resolve(module.name, inner.id)
            elif isinstance(inner, ast.Attribute):
                found += _through(module, inner)
    return tuple(found)


def statements_at(module: str, name: str) -> list[ast.stmt]:
    """The statements of one definition, or the loose ones of a module."""
    found = modules()[module]
    return found.loose if name == BODY else [found.definitions[name]]


def _through(module: Module, node: ast.Attribute) -> Iterator[Node]:
    """What `module.name` stands for, where the left side is a module."""
    if isinstance(node.value, ast.Name) and node.value.id in module.imports:
        source, name = module.imports[node.value.id]
        whole = f"{source}.{name}" if name else source
        if whole in modules():
            yield from _resolve(whole, node.attr)


def _resolve(module: str, name: str) -> Iterator[Node]:
    """The definition that `name` means in `module`, also where another module lends it."""
    known = modules().get(module)
    if known is None:
        return
    if name in known.definitions:
        yield module, name
    elif name in known.imports:
        source, real = known.imports[name]
        if f"{source}.{real}" in modules():
            yield f"{source}.{real}", BODY
        elif source in modules() and (source, real) != (module, name):
            yield from _resolve(source, real)


def _is_entrance(name: str) -> bool:
    path = name.replace(".", "/")
    return any(path == one.removesuffix(".py") or path.startswith(f"{one}/") for one in ENTRANCES)


def _dotted(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
