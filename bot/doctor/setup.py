"""Look at what was set up: texts, language model, Rasa server and list of counsellors; without network."""

from pathlib import Path

from bot.desk.counsellors import load_counsellors
from bot.doctor.finding import Finding
from bot.errors import PreparationError, SettingsError
from bot.paths import CACHE
from bot.rasa.client import RasaClient
from bot.rasa.model import find_model
from bot.settings import Settings
from content.checks import check
from content.errors import BrokenContentError
from content.loader import ROOT, load


def look_at_content(settings: Settings, root: Path = ROOT) -> list[Finding]:
    """Look at the texts: whether they can be read, and whether the content check is content."""
    try:
        content = load(root, organisation_file=settings.organisation_file)
        findings = check(content, root)
    except BrokenContentError as error:
        return [Finding("the texts cannot be read", f"Run ./wegwijzer content check. {error}")]
    if findings:
        return [Finding(f"{len(findings)} texts need attention", "Run ./wegwijzer content check.")]
    return [Finding(f"texts in {len(content.languages)} languages")]


async def look_at_understanding(settings: Settings, cache: Path = CACHE) -> list[Finding]:
    """Look at the language model, or at the Rasa server of one's own when the settings name one."""
    if settings.rasa_url is not None and settings.rasa_token is not None:
        async with RasaClient(settings.rasa_url, settings.rasa_token) as rasa:
            if await rasa.is_ready():
                return [Finding("the Rasa server answers")]
        advice = "Start it, or wait some minutes after a start. Are RASA_URL and RASA_TOKEN right?"
        return [Finding("the Rasa server does not answer", advice)]
    try:
        model = find_model(cache)
    except PreparationError as error:
        return [Finding("the language model is damaged", str(error))]
    if model is None:
        advice = "Run ./wegwijzer train, with systemd as root; with containers docker compose up -d --build."
        return [Finding("no language model for this version", advice)]
    return [Finding("the language model is there")]


def look_at_counsellors(settings: Settings) -> list[Finding]:
    """Look at the list of who may act in the group."""
    if not settings.counsellor_groups:
        advice = "Put COUNSELLOR_GROUP_ID in .env: until then nobody is told when somebody asks for help."
        return [Finding("no group of counsellors", advice)]
    try:
        counsellors = load_counsellors(settings.counsellors_file)
    except SettingsError as error:
        return [Finding("the list of counsellors cannot be read", str(error))]
    where = f"Write them in {settings.counsellors_file}: see docs/counsellors.md."
    if not counsellors.listed:
        return [Finding("nobody is on the list of counsellors", where)]
    if not counsellors.on_duty():
        advice = f"Give somebody on_duty: true in {settings.counsellors_file}: who is called in danger?"
        return [Finding("no counsellor is on duty", advice)]
    return [Finding(f"{len(counsellors.listed)} counsellors, {len(counsellors.on_duty())} on duty")]
