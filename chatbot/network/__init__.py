"""A network that was taught once what people in danger say; knows nothing of packs and replies."""

from chatbot.network.network import Network, NetworkError, Reading
from chatbot.network.remembered import Kept, Reader, Remembered

__all__ = ["Kept", "Network", "NetworkError", "Reader", "Reading", "Remembered"]
