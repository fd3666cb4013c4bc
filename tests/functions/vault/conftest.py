"""The room of the vault, with a catalogue."""

import pytest

from functions.vault import handlers


@pytest.fixture
def vault(api, catalogue):
    return api(handlers.room)
