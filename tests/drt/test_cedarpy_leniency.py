"""The face of the official engine refuses what the format does not have."""

import pytest

from deodar.drt.engines import engine
from deodar.drt.engines.protocol import JsonText


@pytest.mark.parametrize(
    "document",
    [
        pytest.param('[{"uid":["a",""],"attrs":{},"parents":[]}]', id="a list for a uid"),
        pytest.param('[{"uid":{"__entity":["a",""]},"attrs":{},"parents":[]}]', id="a list in an escape"),
        pytest.param('[{"uid":{"type":"a","id":""},"attrs":{},"parents":[["a","b"]]}]', id="a list for a parent"),
        pytest.param('[[{"type":"a","id":""},{},[]]]', id="a list for an entity"),
        pytest.param(
            '[{"uid":{"type":"a","id":"","x":{"a":1,"a":1}},"attrs":{},"parents":[]}]', id="a repeated member"
        ),
        pytest.param(
            '[{"uid":{"type":"a","id":""},"attrs":{},"parents":[],"x":"\\ud800"}]', id="half a surrogate pair"
        ),
    ],
)
def test_a_document_that_is_none_is_refused(document):
    answer = engine("cedarpy").answer({"op": "entities", "entities": JsonText(document)})
    assert answer["error"]["stage"] == "entities"
    assert answer["error"]["kind"] == "not-the-format"


def test_a_list_where_nothing_reads_is_no_matter():
    document = '[{"uid":{"type":"a","id":"","__entity":[]},"attrs":{},"parents":[]}]'
    assert engine("cedarpy").answer({"op": "entities", "entities": JsonText(document)}) == {"count": 1}
