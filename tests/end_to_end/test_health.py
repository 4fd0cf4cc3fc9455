"""The running program answers on loopback how it does."""

import asyncio
import socket
from pathlib import Path

from prometheus_client.parser import text_string_to_metric_families

from tests.end_to_end.program import Program


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


async def got(port: int, path: str) -> str:
    async with asyncio.timeout(60):
        while True:
            try:
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:  # it is still starting
                await asyncio.sleep(0.1)
                continue
            writer.write(f"GET {path} HTTP/1.1\r\n\r\n".encode())
            answer = await reader.read()
            writer.close()
            return answer.decode()


async def test_a_running_lookout_is_well_and_counts_its_ticks(tmp_path: Path) -> None:
    port = free_port()
    async with Program(tmp_path, HEALTH__PORT=str(port), LOG__JSON_LINES="true").running() as running:
        assert (await got(port, "/healthz")).endswith("ok\n")
        body = (await got(port, "/metrics")).partition("\r\n\r\n")[2]
        stages = {
            sample.labels["stage"]
            for family in text_string_to_metric_families(body)
            for sample in family.samples
            if sample.name == "seinpost_stage_duration_seconds_count"
        }
        assert {"collect", "match", "alert", "deliver", "back up"} <= stages
        async with Program(tmp_path / "other", HEALTH__PORT=str(port)).running() as second:
            assert second.process.returncode is None
    assert running.ended.code == 0, running.ended.errors
    assert '"event": "metrics served"' in running.ended.errors
