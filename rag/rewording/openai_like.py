"""Any endpoint that speaks the OpenAI chat protocol, through llama-index."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TookTooLong

from rag.rewording.port import ModelFailed
from rag.rewording.prompt import Prompt

_AT_ONCE = 4
_TOKENS = 700


def completion(url: str, model: str, key: str | None, seconds: float) -> Callable[[Prompt], str]:
    """A function that gives the reply to a prompt within `seconds`, or raises ModelFailed.

    `url` is the base of the API, with its `/v1`.
    """
    # Slow to import, and needed only where an organisation has a model.
    from llama_index.core.llms import ChatMessage, MessageRole
    from llama_index.llms.openai_like import OpenAILike
    from openai import OpenAI

    key = key or "none"
    client = OpenAILike(
        model=model,
        api_base=url,
        api_key=key,
        is_chat_model=True,
        temperature=0.0,
        max_tokens=_TOKENS,
        max_retries=0,
        timeout=seconds,
        # Made now: by itself the first question would wait for it.
        openai_client=OpenAI(base_url=url, api_key=key, timeout=seconds, max_retries=0),
    )
    # The client's own time-out starts again with every byte that trickles in.
    threads = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="reword")

    def complete(asked: Prompt) -> str:
        messages = [
            ChatMessage(role=MessageRole.SYSTEM, content=asked.system),
            ChatMessage(role=MessageRole.USER, content=asked.user),
        ]
        future = threads.submit(client.chat, messages)
        try:
            reply = future.result(timeout=seconds)
        except TookTooLong:
            future.cancel()
            raise ModelFailed(f"no reply within {seconds:g} s") from None
        except Exception as error:
            # Whatever the client library raises; its text may repeat the prompt, so only its kind.
            raise ModelFailed(type(error).__name__) from None
        return reply.message.content or ""

    return complete
