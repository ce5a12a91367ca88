"""What staff read: every sentence of every reason, filled in, over all the cases of the oracle."""

from tests.support.sentences import PAPER, sentences


def test_every_sentence_reads_as_it_is_written_down() -> None:
    assert sentences() == PAPER.read_text("utf-8")
