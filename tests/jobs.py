"""Let the scheduler itself run a job, as it does when its moment has come."""

import asyncio
from datetime import UTC, datetime

from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_EXECUTED, JobExecutionEvent

from bot.jobs import LoopScheduler


async def runs(scheduler: LoopScheduler, job: str) -> None:
    """Start `scheduler`, wait until it has run `job` once, and stop it.

    Raises what the job raised.
    """
    ended: asyncio.Future[JobExecutionEvent] = asyncio.get_running_loop().create_future()

    def note(event: JobExecutionEvent) -> None:
        if event.job_id == job and not ended.done():
            ended.set_result(event)

    scheduler.add_listener(note, EVENT_JOB_EXECUTED | EVENT_JOB_ERROR)
    scheduler.start(paused=True)
    scheduler.modify_job(job, next_run_time=datetime.now(UTC))
    scheduler.resume()
    try:
        event = await asyncio.wait_for(ended, 10)
    finally:
        scheduler.shutdown(wait=False)
    if event.exception is not None:
        raise event.exception
