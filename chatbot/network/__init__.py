"""A network that was taught once what people in danger say; knows nothing of packs and replies."""

from chatbot.network.network import Network, NetworkError, Reading

__all__ = ["Network", "NetworkError", "Reading"]
