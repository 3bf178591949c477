"""A job search kept as a folder of Markdown notes: what to do next, above all after a no."""

from __future__ import annotations

__version__ = "0.1.0"
__all__ = ["OpenVault", "VaultError", "__version__", "open_vault"]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from vault_tools.api import OpenVault, open_vault
    from vault_tools.core.errors import VaultError


def __getattr__(name: str) -> object:
    """What programs use is loaded when they ask for it: `vault --version` needs none of it."""
    if name in ("open_vault", "OpenVault"):
        from vault_tools import api

        return getattr(api, name)
    if name == "VaultError":
        from vault_tools.core.errors import VaultError

        return VaultError
    raise AttributeError(f"module 'vault_tools' has no attribute {name!r}")
