"""Short forms of first names: English ones by the package `nicknames`, others listed here."""

from functools import cache

from nicknames import NickNamer

MORE = """
aleksandr alejandro alexander: sasha alex shura sanya
aleksandra alexandra: sasha alex shura
alejandra: ale
anastasia anastasiya: nastya
beatriz: bea betty
concepcion: concha conchita
consuelo: chelo
dmitri dmitry dmitriy: dima mitya
dolores: lola
ekaterina yekaterina: katya
elena olena yelena: lena
enrique: quique kike
evgeny yevgeny: zhenya
federico: fede
fernando: fer nando
francisca: paca paquita
francisco: paco pancho frank kiko
gabriel: gabo gabi
graciela: chela
guadalupe: lupe lupita
guillermo: memo
gregorio: goyo
ignacio: nacho
isabel: chabela isa
ivan: vanya
jesus: chuy chucho
jose: pepe chepe
josefa josefina: pepa fina
juan: juancho
kseniya ksenia xenia: ksyusha
leonardo: leo
luis: lucho
manuel: manolo manny
margarita: rita marga
maria: mari masha
mercedes: meche
mikhail: misha
mohammed muhammad mohamed: mo
natalia nataliya: natasha nata
nikolai mykola: kolya
olga: olya
pablo: pablito
pavel: pasha
pedro: perico
rafael: rafa
ramon: moncho
ricardo: rico richi
roberto: beto
rosario: charo chayo
salvador: chava
santiago: santi
sergio: checo
sergei serhiy: seryozha
socorro: coco
svetlana: sveta
tatiana tatyana: tanya
vicente: chente
vladimir volodymyr: vova volodya
yulia: yulya
"""
"""Full names, and the short forms of each, as of November 2026."""


@cache
def _short_forms() -> dict[str, frozenset[str]]:
    """The short forms of each full name, both folded."""
    lines = (line.partition(":") for line in MORE.splitlines())
    return {full: frozenset(short.split()) for names, _, short in lines for full in names.split()}


@cache
def _english() -> NickNamer:
    return NickNamer()


@cache
def _full_names() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for full, shorts in _short_forms().items():
        for short in shorts:
            found.setdefault(short, set()).add(full)
    return {short: frozenset(names) for short, names in found.items()}


def short_forms(name: str) -> frozenset[str]:
    """What people called `name` are called for short; both folded."""
    return _short_forms().get(name, frozenset()) | _english().nicknames_of(name)


def full_names(name: str) -> frozenset[str]:
    """The names that `name` is short for; both folded."""
    return _full_names().get(name, frozenset()) | _english().canonicals_of(name)


def other_forms(name: str) -> frozenset[str]:
    """Every form that a person called `name` may have on record: longer, shorter, and other short
    forms of the same names."""
    full = full_names(name)
    return (full | short_forms(name)).union(*map(short_forms, full)) - {name}


def is_nickname(one: str, other: str) -> bool:
    """Whether one of two folded names is a short form of the other, or both of a third."""
    return other in other_forms(one)
