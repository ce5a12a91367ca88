"""Who asks for something in the demo, and how."""

from dataclasses import dataclass
from datetime import timedelta

from core.demo.replay.cast import Someone
from core.demo.replay.script import Part, texts
from core.demo.replay.stage import Stage
from core.requests.filing import Requester
from core.vocabulary.requests import Channel, RequesterType, RequestKind


@dataclass(frozen=True)
class Asker:
    """The person who asks, without when."""

    kind: RequesterType
    name: str
    contact: str
    channel: Channel

    def asks(self, stage: Stage, part: Part) -> Requester:
        """What came in some minutes before it is filed now."""
        before = timedelta(minutes=part.dice.randint(4, 55))
        return Requester(self.kind, self.name, self.contact, self.channel, stage.now - before)


def asker(part: Part, provider: Someone) -> Asker:
    """Mostly the provider; sometimes a colleague for them, of a correction now and then a payer."""
    dice, channels = part.dice, {Channel.EMAIL: 5, Channel.CONTACT_FORM: 4, Channel.PHONE: 2}
    kinds = {RequesterType.PROVIDER: 8, RequesterType.STAFF: 2}
    if part.kind == RequestKind.CLIENT_CORRECTION:
        kinds[RequesterType.PAYER] = 1
    kind = dice.weighted(kinds)
    if kind == RequesterType.PROVIDER:
        return Asker(kind, provider.name, provider.email, dice.weighted(channels))
    if kind == RequesterType.STAFF:
        name = dice.choice(texts()["staff"])
        return Asker(kind, name, _address(name), Channel.INTERNAL)
    name = dice.choice(texts()["payers"])
    return Asker(kind, name, "800-555-0119", Channel.PHONE)


def _address(name: str) -> str:
    return f"{name.lower().replace(' ', '.')}@desk.example"
