"""``site`` in every template: what all pages show alike."""

from typing import Any

from jianbao import address
from jianbao.media.pictures import Picture
from jianbao.settings.config import Config
from jianbao.settings.menu import Menu
from jianbao.settings.services import Script, policy
from jianbao.site.model import Site

Context = dict[str, Any]


def shared(
    config: Config, site: Site, assets: dict[str, str], options: dict[str, str], logo: Picture | None
) -> Context:
    """The value of ``site``."""
    present = {g.name for g in site.columns}
    nav = list(config.nav)
    if not nav:
        nav = [Menu("首页", address.HOME)]
        nav += [Menu("简报", address.ISSUES)] if site.issues else []
        nav += [Menu(c.name, address.of_list("columns", c.name)) for c in config.columns if c.name in present]
        nav += [Menu("历年", address.ARCHIVE)]
    scripts = tuple(script for script in (config.analytics, config.comments) if script)
    footer = config.footer
    return {
        "name": config.name,
        "url": config.url,
        "description": config.description,
        "language": config.language,
        "nav": [{**_entry(entry), "items": [_entry(item) for item in entry.items]} for entry in nav],
        "nested": any(entry.items for entry in nav),
        "pages": [{"title": p.article.title, "href": address.href(p.article.address)} for p in site.pages],
        "footer": {
            "sponsor": footer.sponsor,
            "organizer": footer.organizer,
            "contact": footer.contact,
            "icp": footer.icp,
            "police": footer.police,
            "police_url": footer.police_url,
            "id_code": footer.id_code,
            "copyright": footer.copyright,
        },
        "logo": {"width": logo.width, "height": logo.height} if logo else None,
        "icp_url": footer.icp_url,
        "feed": "feed.xml",
        "policy": policy(scripts),
        "analytics": _script(config.analytics),
        "comments": _script(config.comments),
        "assets": dict(sorted(assets.items())),
        "options": dict(sorted(options.items())),
    }


def _entry(entry: Menu) -> Context:
    """An entry of the navigation; one of another site has its whole address."""
    href = entry.target if entry.external or not entry.target else address.href(entry.target)
    return {"title": entry.title, "href": href, "external": entry.external}


def _script(script: Script | None) -> Context | None:
    """A script of a service, as templates print it."""
    if script is None:
        return None
    return {"name": script.name, "src": script.src, "attributes": [list(pair) for pair in script.attributes]}
