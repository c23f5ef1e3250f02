"""Synapse asks Forecourt who may reach whom."""

from .module import ForecourtModule

__all__ = ["ForecourtModule"]
__version__ = "0.1.0"
