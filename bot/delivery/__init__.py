"""How a rendered message reaches its chat: the queue, the senders, what goes wrong and when to try again."""
