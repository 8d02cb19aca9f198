"""The HTTP API of the contract, for the software of pharmacies and the readers of releases (docs/api.md)."""

from dp_ruptures.api.application import MOUNT, application

__all__ = ["MOUNT", "application"]
