"""A mail server that misbehaves on command, and counts what it took in. A process of its own.

It listens on a free port of 127.0.0.1, which it prints, and is told on its standard input how to behave: a JSON object
a line, answered by a line. `tests.drills.smtp` speaks to it.
"""

import asyncio
import json
import sys
from collections import Counter
from email import message_from_bytes
from typing import Any

GONE = "gone"
# How long a server says nothing when it is silent: longer than anybody waits.
SILENCE_S = 3600


class Server:
    """`behaviour` says what happens at a step (connect, ehlo, auth, mail, rcpt, data, text): an answer of its own
    ("450 nej"), "silence", "hold" (until released), "drop", or at the text "answer-and-drop".

    `left` counts down how often.
    """

    def __init__(self) -> None:
        self.behaviour: dict[str, str] = {}
        self.left: dict[str, int] = {}
        self.taken: Counter[str] = Counter()
        self.offered: Counter[str] = Counter()
        self.connections = 0
        self.held = 0
        self.released = asyncio.Event()

    def obey(self, command: dict[str, Any]) -> Any:
        match command.pop("do"):
            case "behave":
                self.left = dict.fromkeys(command, command.pop("times", 10**9))
                self.behaviour = command
                self.released.clear()
            case "release":
                self.behaviour = {}
                self.released.set()
            case "forget":
                self.taken.clear()
                self.offered.clear()
                self.connections = 0
            case "report":
                counted = {"taken": self.taken, "offered": self.offered}
                return {**counted, "held": self.held, "connections": self.connections}
        return {}

    async def step(self, name: str, usual: str) -> str:
        """The answer at a step, when it is time for it; `GONE` when the connection is to be dropped."""
        how = self.behaviour.get(name)
        if how is None or self.left[name] <= 0:
            return usual
        self.left[name] -= 1
        match how:
            case "silence":
                await asyncio.sleep(SILENCE_S)
            case "hold":
                self.held += 1
                await self.released.wait()
                self.held -= 1
            case "drop":
                return GONE
            case "answer-and-drop":
                return f"{usual}\r\n{GONE}"
            case _:
                return how
        return usual

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            await _Session(self, reader, writer).run()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()


class _Session:
    """One connection. What a client that is gone was to be told is said to nobody."""

    def __init__(self, server: Server, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.server, self.reader, self.writer = server, reader, writer
        self.recipient = ""

    async def run(self) -> None:
        await self.say(await self.server.step("connect", "220 drill"))
        while line := (await self.reader.readline()).decode():
            word = line[:4].strip().upper()
            if word == "QUIT":
                await self.say("221 bye")
                return
            if word == "DATA":
                await self.data()
            elif word in ("EHLO", "AUTH"):
                await self.say(await self.server.step(word.lower(), "250 drill"))
            elif word in ("MAIL", "RCPT"):
                self.recipient = line.partition("<")[2].partition(">")[0]
                if word == "RCPT":
                    self.server.offered[self.recipient] += 1
                await self.say(await self.server.step(word.lower(), "250 ok"))
            else:
                await self.say("250 drill")

    async def data(self) -> None:
        answer = await self.server.step("data", "354 go on")
        await self.say(answer)
        if not answer.startswith("354"):
            return
        text = await self.reader.readuntil(b"\r\n.\r\n")
        number = f"{message_from_bytes(text)['Message-ID']} {self.recipient}"
        refusal = self.server.behaviour.get("text", "")[:1] in ("4", "5") and self.server.left["text"] > 0
        if not refusal:
            self.server.taken[number] += 1
        await self.say(await self.server.step("text", "250 taken"))

    async def say(self, answer: str) -> None:
        if answer == GONE:
            raise ConnectionResetError
        said = answer.removesuffix(f"\r\n{GONE}")
        self.writer.write(f"{said}\r\n".encode())
        await self.writer.drain()
        if answer.endswith(GONE):
            raise ConnectionResetError


async def main() -> None:
    server = Server()
    listening = await asyncio.start_server(server.talk, "127.0.0.1", 0, limit=2**20)
    commands = asyncio.StreamReader(limit=2**24)
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(commands), sys.stdin)
    print(listening.sockets[0].getsockname()[1], flush=True)
    # Ends when whoever started it does.
    while line := await commands.readline():
        print(json.dumps(server.obey(json.loads(line))), flush=True)


if __name__ == "__main__":
    asyncio.run(main())
