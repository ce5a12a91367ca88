"""Words that suggest self-harm in Spanish (R53, decided here).

Text and patterns are reduced to how they sound, so that "kiero", "bivir" and "aserme" match.
"""

import re

_SOUNDS = (
    (r"\b[qk]\b", "que"),
    (r"\bm\b", "me"),
    (r"\bd\b", "de"),
    (r"\bx\b", "por"),
    (r"\bpa\b", "para"),
    (r"(?<!c)h", ""),
    (r"qu(?=[ei])|c(?![eih])", "k"),
    (r"[cz](?=[ei])|z", "s"),
    (r"v", "b"),
    (r"ll", "y"),
    (r"g(?=[ei])", "j"),
    (r"([a-z])\1+", r"\1"),
)
_EVERYDAY = (
    r"(mor|muer|mat)\w* de (la |el |tanto |tanta |pura )?(risa|hambre|ganas|verguenza|frio|calor|"
    r"sueno|sed|pena|reir|nervios|emocion|curiosidad|cansancio|aburrimiento|ternura|amor)",
    r"mat\w+ (el tiempo|trabajando|estudiando|en (un|el) (accidente|choque))",
    r"(va|van|iba|quieren?) (a )?matarme",
    r"(va a|van a|puede|pueden|podria|podrian) hacer(me|se|te|nos) dano",
    r"(llamada|sesion|internet|wifi|senal|video|audio|luz|conexion|linea|imagen|voz|zoom) (ya )?"
    r"se (me |nos |le )?(esta|estaba|sigue|anda) cortando",
    r"cort\w+ (el|la|las|los|mi|mis|un|una) (llamada|sesion|internet|senal|video|audio|luz|linea|"
    r"pelo|cabello|flequillo|unas|barba|puntas|dedo|pasto|cita|voz|imagen|conexion)",
    r"lastim\w+ (el|la) (rodilla|espalda|tobillo|hombro|cuello|pie|cadera)",
)
"""Phrases that mean no harm; they are taken out before the search."""

_I = r"(\w+(o|oy|ia|aba|ise|iera)|he|iba|intente|trate|pense)( a| de| en| que| \w+do)?( de| a)?"
_WANT = (
    r"(quier|quis|quer|dese|pens|piens|plane|intent|trat|amenaz|prefier|prefer|volv|vuelv|voy|va|"
    r"iba|gana|idea|impulso|gustaria|necesit|deb)\w*( a| de| en| con| que)?"
)
_BODY = r"(los|las|la|el|mis|sus|tus) (ante)?(brazos?|piernas?|venas?|munecas?|piel|muslos?)"
_SELF = r"(a proposito|adrede|a (mi|si|ti) mism[oa]s?)"
_PLACE = (
    r"(puente|edificio|azotea|balcon|techo|ventana|tren|vias?|metro|precipicio|acantilado|"
    r"barranc[oa]|terraza|rio|carretera|autopista|camion|carros|coches|trafico|vacio|\w+ piso)"
)
_DRUGS = (
    r"(pastillas?|pildoras?|tabletas?|capsulas?|medicamentos?|medicinas?|remedios?|somniferos?|"
    r"calmantes?|ansioliticos?|antidepresivos?|aspirinas?|tylenol|paracetamol|ibuprofeno)"
)
_MANY = (
    r"(much[ao]s|demasiad[ao]s|tod[ao]s?|monton de|punad?o de|(frasco|bote|caja|botella|blister)s?"
    r"( \w+)?( de)?|[2-9][0-9]|[0-9]{3}|veinte|treinta|cuarenta|cincuenta)"
)
_LIVE = (
    r"((seguir |estar |continuar )?(vivir|viviendo|viv[oa]|existir|existiendo|con vida|aqui|"
    r"en este mundo))"
    r"(?!( mas| ya)?( en(?! este mundo)| con(?! \w+ (dolor|sufrimiento|depresion|angustia|tristeza|"
    r"culpa|miedo|peso|vacio))| (aqui|alli|ahi|alla|cerca|lejos|sol[oa]s?|fuera|junt[oa]s|entre|"
    r"bajo|donde|dentro|tan|a|de (la|el|los|las|mi|un|una)))\b)"
)
_LATER = r"(?!( manana)? (al?|tan|temprano|tarde|antes|muy|con|por|en|cansad[oa]s?|tod[oa]s?)\b)"


def _to_oneself(stem: str) -> str:
    """An -ar verb in any person and tense, done to oneself: "me mato", but not "me mata"."""
    return (
        rf"(me ({_I} )?|se (\w+ ){{0,2}}|te (\w+s (a )?)?){stem}(ar|ando|ado)|"
        rf"me {stem}(o|e|are)|se {stem}(an?|o|aron|aban?|en?|aran?|arian?)|te {stem}(as|aste|es)|"
        rf"{stem}(ar|ando)(me|se|te|nos)"
    )


def _wants(verbs: str) -> str:
    """A verb in the infinitive that a person wants to do to themselves."""
    return rf"(me|se|te|nos) {_WANT} ({verbs})|{_WANT} (\w+ )?({verbs})(me|se|te|nos)"


_PHRASES = (
    r"sui?ci(da|di)\w*",
    r"auto ?(lesi|mutil|agre|flagel)\w*|autodan\w*|autolit\w*",
    _to_oneself("mat"),
    _to_oneself("ahorc"),
    _to_oneself("envenen"),
    _to_oneself("mutil"),
    _wants(
        "colgar|ahogar|disparar|lastimar|cortar|quemar|golpear|herir|danar|asfixiar|electrocutar"
    ),
    rf"(cort|lastim|golpe|quem|hier|dan|peg|rasgun|aran|muerd)\w*( \w+){{0,3}} {_SELF}",
    rf"(cort|raj|tajea|rasgun|abri|abre)\w* {_BODY}",
    r"me (\w+ )?(corto|cortaba|cortando)|(se|te) (esta|estaba|ha estado|sigue|anda) cortando",
    r"(hacer|haciendo)(me|se|te|nos) (\w+ )?(dano|cortes|cortadas|heridas)",
    rf"me ({_I} )?(hago|hice|hecho|hare|hacer|haciendo) (\w+ )?(dano|cortes|cortadas|heridas)",
    r"(se (\w+ ){0,2}(hacer|hace|hacen|haga|hizo|hicieron|hecho|hacia|haciendo)|te haces) "
    r"(\w+ )?(dano|cortes|cortadas|heridas)",
    r"(quit|arranc|arrebat)\w* (la|mi|su|tu|sus) (propia )?vidas?",
    r"(acab|termin)\w* (con )?(mi|su|tu) (propia |misma )?(vida|existencia)",
    r"(fin|final) a (mi|su|tu|la|todo)( propia)?( vida)?",
    r"(atent|intento)\w* contra (mi|su|tu|la) (propia )?vida",
    r"(acab|termin)\w* (\w+ )?(\w+ )?con todo(?! (el|este|esta|lo|la)\b)",
    rf"(no|ya|nunca|tampoco|sin|ni) (me |se |te )?{_WANT} (mas )?{_LIVE}",
    rf"no (me |se |le )?(mere|aguant|soport|pued|pod)\w* (\w+ )?{_LIVE}",
    rf"(cansad|hart|aburrid)[oa] de (la vida|mi vida|{_LIVE})",
    rf"(sin|no|ni|perd\w+|quit\w+|acab\w+|falta\w*) (\w+ ){{0,3}}(ganas|deseos|razon|razones|"
    rf"motivos?|sentido) (de|para|por) (la que |las que |que )?{_LIVE}",
    rf"(nada|por que|para que|pa que) (\w+ )?{_LIVE}",
    rf"no vale (la )?(pena )?(la vida|{_LIVE})|vida (\w+ ){{0,2}}no (vale|importa)",
    r"vida (\w+ ){0,2}(no|sin) (\w+ ){0,2}sentido|"
    r"(no|sin|ningun) (\w+ ){0,2}sentido (a )?(la|mi|su) vida",
    rf"no {_WANT} (volver a )?(despertar|amanecer|levantar)(me|se)?{_LATER}",
    rf"no (me |se |te )?{_WANT} (volver a )?(despertar|amanecer){_LATER}",
    r"(ojala|para|y|de|que) (\w+ )?(no|nunca) (me |se )?(volver a |vuelv\w+ a )?"
    rf"(despert|despiert|amane[cz])\w*{_LATER}",
    rf"(me |se )?{_WANT} (mejor )?morir(me|se)?|(me |se )?voy a morir(me)?",
    r"(ojala|mejor|quisiera que|quiero que) (\w+ )?(me|se) (muera|muero|muere|muriera|muriese)",
    r"(prefer|prefier|quiero|quisier|querri|dese|ojala|mejor|deberia|gustaria)\w* "
    r"(que )?(yo )?(estar |estaria |estuviera |estuviese )?muert[oa]s?",
    r"(no|nunca) (\w+ ){0,2}(nacido|nacer|haber existido)",
    r"(pens|piens|idea|deseo|fantas)\w* (\w+ )?(en|de|con) (la |mi |su )?(muerte|morir\w*)",
    r"dej(ar|e) de (vivir|existir|respirar)",
    r"(esta|vivi|se)ria\w* (\w+ )?(mejor\w*|bien|feli\w+|tranquil\w+) sin mi",
    r"mejor sin mi(?=$| (y|en|aqui|porque|que|ya|pero|si|todos|nadie|la verdad)\b)",
    r"soy (\w+ )?(una )?carga para|nadie (me |lo |la )extran\w+ si",
    rf"{_WANT} (\w+ )?desaparecer(me)?(?! (mi|mis|su|el|la|los|las|un|una|est[aeo]s?|ese|esa|"
    r"del? (?!(este|una|la faz|la tierra|mundo|mapa|todo|vida)\b))\b)",
    r"(ir|dorm\w+|descansar|callar)(me|se)? para siempre|(ir|irme|irse|dejar) (de )?este mundo",
    r"sobre ?dosis",
    rf"(tom|trag|inger|ingir|meti)\w* (\w+ ){{0,2}}{_MANY} (\w+ ){{0,2}}{_DRUGS}"
    r"(?! (para (la|el|mi|su)|al dia|cada|a tiempo|como|todos)\b)",
    r"((escri|redact|dej|hice|hizo|hecho|prepar)\w* (\w+ ){0,2}|(mi|su) )(carta|nota)s? "
    r"de despedida(?! (del?|a|al|para) (\w+ )?(trabajo|empleo|equipo|oficina|empresa|"
    r"terapeut|jef|clinica))",
    r"((me|se|te) (\w+ ){0,3}(tir|lanz|avent|arroj|bot|echa|eche)\w*|(tir|lanz|avent|arroj)"
    r"(ar|ando)(me|se|te)|(salt|brinc)\w+) (de|del|desde|por|al?|bajo|frente|debajo|delante)"
    rf"( \w+){{0,2}} {_PLACE}",
    r"((me|se|te) (\w+ ){0,3}(peg|met|dar|dio|di|doy)\w*|(pegar|meter|dar)(me|se|te)) un "
    r"(tiro|balazo|disparo)",
    r"vol\w+ (los sesos|la cabeza|la tapa)",
)


_HEARD = tuple((re.compile(written), heard) for written, heard in _SOUNDS)


def sounded(text: str) -> str:
    """`text`, or a pattern, as it sounds in Spanish."""
    for written, heard in _HEARD:
        text = written.sub(heard, text)
    return text


def _any(phrases: tuple[str, ...]) -> re.Pattern[str]:
    either = "|".join(sounded(phrase) for phrase in phrases)
    # without the look ahead each phrase is tried at the ends of words too
    return re.compile(rf"\b(?=[a-z])({either})\b", re.MULTILINE)


_HARMLESS, _FOUND = _any(_EVERYDAY), _any(_PHRASES)


def suggests_in_spanish(lines: str) -> bool:
    """Whether lines of words without accents and signs suggest self-harm in Spanish (R53)."""
    return bool(_FOUND.search(_HARMLESS.sub("/", sounded(lines))))
