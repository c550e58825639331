"""Big tables and map layers: data files that are not YAML, each with a YAML sidecar that describes it.

``<folder>/<id>.csv`` (or ``.geojson``) lies beside ``<folder>/<id>.yaml``.
"""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from shieldwall.model.grounds import check_grounds
from shieldwall.model.provenance import Basis, Cite, Identifier, Record
from shieldwall.model.units import Unit


class Column(Record):
    """What one column holds. An empty cell is None, allowed only where ``required`` is false.

    ``refers_to`` names a folder of the catalogue (``sources``, ``interceptors`` ...): each cell, split at
    semicolons, must name a record there.
    """

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    type: Literal["text", "number", "whole", "date", "yes_no"]
    description: str
    unit: Unit | None = None
    required: bool = True
    values: tuple[str, ...] = ()
    refers_to: str | None = None


class Table(Record):
    """The sidecar of a CSV table.

    .. code-block:: yaml

        id: municipalities
        kind: table
        name: Residents of the largest municipalities, 2020 census
        key: [code]                      # columns that together never repeat
        columns:
          - {name: code, type: text, description: Municipality code}
          - {name: residents, type: whole, unit: people, description: Census population}
          - {name: source, type: text, description: Where the row comes from, refers_to: sources}
        basis: reported
        cites: [{source: census_2020}]
        licence: CC BY 4.0
    """

    id: Identifier
    kind: Literal["table"]
    name: str
    key: tuple[str, ...] = ()
    columns: tuple[Column, ...] = Field(min_length=1)
    basis: Basis
    cites: tuple[Cite, ...] = ()
    derivation: str | None = None
    licence: str
    note: str | None = None

    @model_validator(mode="after")
    def _is_sound(self) -> Self:
        check_grounds(self.basis, self.cites, self.derivation)
        names = [column.name for column in self.columns]
        strangers = [name for name in self.key if name not in names]
        if strangers:
            raise ValueError(f"key names {', '.join(strangers)}, which is not among the columns")
        return self


class Layer(Record):
    """The sidecar of a GeoJSON map layer.

    .. code-block:: yaml

        id: land
        kind: layer
        name: Land areas
        cites: [{source: natural_earth}]
        licence: Public domain
        note: De facto boundaries, which is itself a position.
    """

    id: Identifier
    kind: Literal["layer"]
    name: str
    cites: tuple[Cite, ...] = Field(min_length=1)
    licence: str
    note: str | None = None
