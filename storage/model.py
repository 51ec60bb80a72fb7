"""The declarative base of all rows, with constraint names that migrations can rely on."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase, mapped_column

from storage.types import BigKey, Json, UtcDateTime

Key = Annotated[int, mapped_column(BigKey, primary_key=True)]
Instant = Annotated[datetime, mapped_column(UtcDateTime)]


class Model(DeclarativeBase):
    """What every row has in common."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: UtcDateTime, dict[str, Any]: Json, list[Any]: Json}  # noqa: RUF012
