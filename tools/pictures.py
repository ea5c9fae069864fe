#!/usr/bin/env python3
"""Draws the pictures of the bundled portal: the harbour, the hall of the Old Customs House, a station at sea.

Each is a drawing made here, shown by Chromium, given the grain of a photograph where it is to be one, and saved where the
texts look for it. The harbour is saved as a camera would: with a position, an owner and a profile of a display, none of
which may reach a reader.

    python3 -m venv venv && venv/bin/pip install pillow==13.0.0 numpy==2.4.6 && venv/bin/python tools/pictures.py
"""

import io
import math
import random
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy
from PIL import Image, ImageCms, ImageFilter

ROOT = Path(__file__).resolve().parent.parent


def polygon(points, fill, more=""):
    return f'<polygon fill="{fill}" {more} points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in points)}"/>'


def ridge(dice, width, base, height, step, roughness):
    """A line of hills from left to right, closed at the bottom."""
    points, x = [(0, 2000)], -step
    phase = [dice.uniform(0, math.tau) for _ in range(4)]
    while x <= width + step:
        wave = sum(math.sin(x / (420 / (n + 1)) + phase[n]) / (n + 1) for n in range(4))
        points.append((x, base - height * (0.5 + 0.32 * wave) + dice.uniform(-roughness, roughness)))
        x += step
    return points + [(width, 2000)]


def house(dice, x, y, width, height, wall, roof):
    """A house with a pitched roof and some lights on."""
    parts = [f'<rect x="{x:.1f}" y="{y - height:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{wall}"/>']
    top = y - height
    parts.append(polygon([(x - 3, top), (x + width / 2, top - width * 0.36), (x + width + 3, top)], roof))
    columns, rows = max(1, int(width // 17)), max(1, int(height // 24))
    for column in range(columns):
        for row in range(rows):
            lit = dice.random() < 0.45
            colour = dice.choice(["#ffd98a", "#ffc766", "#ffe7b0"]) if lit else "#33465a"
            wx = x + (column + 0.5) * width / columns - 3.5
            parts.append(f'<rect x="{wx:.1f}" y="{top + 9 + row * 24:.1f}" width="7" height="11" fill="{colour}"/>')
    return "".join(parts)


def boat(x, y, scale, hull, sail):
    points = [(-60, 0), (62, 0), (44, 24), (-44, 24)]
    shape = polygon([(x + px * scale, y + py * scale) for px, py in points], hull)
    mast = f'<rect x="{x - 2 * scale:.1f}" y="{y - 150 * scale:.1f}" width="{4 * scale:.1f}" height="{150 * scale:.1f}" fill="#3b2f2a"/>'
    main = polygon([(x + 6 * scale, y - 146 * scale), (x + 58 * scale, y - 12 * scale), (x + 6 * scale, y - 12 * scale)], sail)
    fore = polygon([(x - 6 * scale, y - 128 * scale), (x - 52 * scale, y - 12 * scale), (x - 6 * scale, y - 12 * scale)], sail, 'opacity=".82"')
    return shape + mast + main + fore


def harbour(width, height):
    """Port Meridian in the evening, from the sea."""
    dice = random.Random(7)
    town = []
    walls = ["#c98f6b", "#d8b08c", "#b9785c", "#e1c5a4", "#a96e5d", "#d39e78"]
    for row in range(5):
        y = 560 - row * 52
        x = 330 + row * 46 + dice.uniform(0, 20)
        while x < 1380 - row * 62:
            wide, high = dice.uniform(38, 78), dice.uniform(46, 92)
            town.append((row, house(dice, x, y, wide, high, dice.choice(walls), dice.choice(["#7c3f33", "#8a4a3a", "#6b3a35"]))))
            x += wide + dice.uniform(1, 13)
    town = "".join(shape for _, shape in sorted(town, key=lambda part: -part[0]))
    lamps = "".join(f'<circle cx="{x}" cy="578" r="4" fill="#fff1c4"/><circle cx="{x}" cy="578" r="17" fill="#ffdf94" opacity=".25"/>' for x in range(300, 1460, 76))
    gleams = "".join(
        f'<rect x="{dice.uniform(250, 1480):.0f}" y="{dice.uniform(640, 960):.0f}" width="{dice.uniform(16, 90):.0f}" height="{dice.uniform(1.5, 4):.1f}" fill="#ffd08a" opacity="{dice.uniform(.12, .5):.2f}"/>'
        for _ in range(330)
    )
    birds = "".join(f'<path d="M{x} {y}q9 -9 16 0q8 -9 17 0" fill="none" stroke="#3b4356" stroke-width="3"/>' for x, y in [(980, 120), (1040, 150), (930, 168), (1110, 108), (700, 92)])
    return f"""<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 1600 1000">
<defs>
<linearGradient id="sky" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#2b4a73"/><stop offset=".45" stop-color="#8c86a3"/><stop offset=".72" stop-color="#f0a878"/><stop offset="1" stop-color="#ffd49a"/></linearGradient>
<linearGradient id="sea" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#c98f76"/><stop offset=".22" stop-color="#57708c"/><stop offset="1" stop-color="#12304c"/></linearGradient>
<radialGradient id="sun"><stop offset="0" stop-color="#fff2cf"/><stop offset=".25" stop-color="#ffe0a0" stop-opacity=".85"/><stop offset="1" stop-color="#ffc98a" stop-opacity="0"/></radialGradient>
<filter id="waves" x="0" y="0" width="1" height="1"><feTurbulence type="fractalNoise" baseFrequency=".006 .07" numOctaves="4" seed="4"/><feColorMatrix values="0 0 0 0 1  0 0 0 0 .93  0 0 0 0 .85  0 1.7 0 0 -.78"/></filter>
<filter id="cloud" x="0" y="0" width="1" height="1"><feTurbulence type="fractalNoise" baseFrequency=".0022 .011" numOctaves="5" seed="11"/><feColorMatrix values="0 0 0 0 1  0 0 0 0 .82  0 0 0 0 .74  0 1.9 0 0 -.86"/></filter>
<clipPath id="water"><rect y="602" width="1600" height="398"/></clipPath>
<filter id="mirror" x="0" y="0" width="1" height="1"><feTurbulence type="fractalNoise" baseFrequency=".004 .05" numOctaves="2" seed="9"/><feDisplacementMap in="SourceGraphic" scale="34"/><feGaussianBlur stdDeviation="2 3"/></filter>
</defs>
<rect width="1600" height="620" fill="url(#sky)"/><rect width="1600" height="560" filter="url(#cloud)" opacity=".7"/>
<circle cx="250" cy="520" r="330" fill="url(#sun)"/>
{polygon(ridge(dice, 1600, 520, 190, 24, 5), "#6f6d8c")}{polygon(ridge(dice, 1600, 560, 150, 20, 6), "#525a78")}
<g id="town">{polygon([(250, 700), (330, 520), (560, 350), (900, 292), (1200, 360), (1420, 540), (1500, 700)], "#4c5a52")}{town}
<rect x="846" y="206" width="58" height="110" fill="#d9bd9a"/><polygon points="836,206 875,120 914,206" fill="#7c3f33"/><circle cx="875" cy="238" r="15" fill="#fff2cf"/>
<rect x="1478" y="356" width="42" height="230" fill="#f1ece2"/><rect x="1478" y="410" width="42" height="40" fill="#b5413a"/><rect x="1478" y="500" width="42" height="40" fill="#b5413a"/><rect x="1470" y="330" width="58" height="28" fill="#2b3442"/><circle cx="1499" cy="338" r="15" fill="#fff6d5"/><circle cx="1499" cy="338" r="70" fill="#fff0c0" opacity=".25"/></g>
<rect y="586" width="1600" height="414" fill="url(#sea)"/>
<g clip-path="url(#water)"><g transform="translate(0 1204) scale(1 -1)" opacity=".5" filter="url(#mirror)"><use href="#town"/></g></g>
<rect y="586" width="1600" height="414" filter="url(#waves)" opacity=".5"/>{gleams}
<rect x="210" y="572" width="1390" height="30" fill="#5b5a5c"/><rect x="210" y="572" width="1390" height="7" fill="#8d877f"/>{lamps}
{boat(430, 640, .62, "#28475f", "#f3e6d2")}{boat(700, 668, .8, "#7d3430", "#efe0c8")}{boat(1180, 652, .7, "#2d5a52", "#f5ead6")}{boat(1010, 800, 1.35, "#1f3550", "#f6ecd9")}
{birds}</svg>"""


def hall(width, height):
    """The hall of the Old Customs House, laid out for a conference."""
    dice = random.Random(3)
    arches = ""
    for x in range(120, 1600, 272):
        arches += f'<path d="M{x} 560V250a76 76 0 0 1 152 0V560Z" fill="url(#day)" stroke="#8b6f54" stroke-width="12"/>'
        arches += f'<path d="M{x + 76} 176V560M{x} 350h152M{x} 456h152" stroke="#8b6f54" stroke-width="6"/>'
        arches += f'<rect x="{x - 74}" y="150" width="26" height="440" fill="#cdb08c"/><rect x="{x - 84}" y="130" width="46" height="24" fill="#b99873"/>'
    beams = "".join(f'<polygon points="{x},0 {x + 26},0 {x + 40},120 {x + 12},120" fill="#5c4331"/>' for x in range(-20, 1640, 136))
    shine = "".join(f'<polygon points="{x},560 {x + 152},560 {x + 240},1000 {x - 10},1000" fill="#fff3d8" opacity=".16"/>' for x in range(120, 1600, 272))
    seats, places = "", 30
    for n in range(places):
        angle = math.tau * n / places
        x, y = 800 + 640 * math.cos(angle), 760 + 166 * math.sin(angle)
        depth = 0.72 + 0.5 * (y - 594) / 332
        seat = f'<g transform="translate({x:.1f} {y:.1f}) scale({depth:.2f})"><rect x="-26" y="-74" width="52" height="62" rx="9" fill="#21476a"/><rect x="-30" y="-20" width="60" height="18" rx="6" fill="#183651"/><rect x="-22" y="-4" width="6" height="40" fill="#3a2f28"/><rect x="16" y="-4" width="6" height="40" fill="#3a2f28"/></g>'
        seats += f"<!--{y:08.2f}-->{seat}\n"
    far = "".join(sorted(line for line in seats.splitlines(True) if float(line[4:12]) < 760))
    near = "".join(sorted(line for line in seats.splitlines(True) if float(line[4:12]) >= 760))
    plates = ""
    for n in range(places):
        angle = math.tau * (n + 0.5) / places
        x, y = 800 + 520 * math.cos(angle), 720 + 116 * math.sin(angle)
        plates += f'<rect x="{x - 20:.1f}" y="{y - 9:.1f}" width="40" height="16" fill="#fbf7ee"/><rect x="{x + 26:.1f}" y="{y - 20:.1f}" width="3" height="20" fill="#222"/><circle cx="{x + 27.5:.1f}" cy="{y - 22:.1f}" r="4" fill="#222"/>'
    flowers = "".join(f'<circle cx="{800 + dice.uniform(-120, 120):.0f}" cy="{712 + dice.uniform(-26, 26):.0f}" r="{dice.uniform(6, 13):.0f}" fill="{dice.choice(["#f2c14e", "#ffffff", "#8cc7e0", "#5d8a4e", "#466f3c"])}"/>' for _ in range(90))
    return f"""<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 1600 1000">
<defs>
<linearGradient id="day" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#d8ecf7"/><stop offset=".6" stop-color="#fdf6e3"/><stop offset="1" stop-color="#9fc3d4"/></linearGradient>
<linearGradient id="wall" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#a98a68"/><stop offset="1" stop-color="#e4cfae"/></linearGradient>
<linearGradient id="floor" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#9b7450"/><stop offset="1" stop-color="#5f432d"/></linearGradient>
<radialGradient id="top"><stop offset="0" stop-color="#b07f4f"/><stop offset="1" stop-color="#7d5533"/></radialGradient>
<filter id="wood" x="0" y="0" width="1" height="1"><feTurbulence type="fractalNoise" baseFrequency=".004 .11" numOctaves="4" seed="8"/><feColorMatrix values="0 0 0 0 .25  0 0 0 0 .16  0 0 0 0 .08  0 1.4 0 0 -.55"/></filter>
<filter id="stone" x="0" y="0" width="1" height="1"><feTurbulence type="fractalNoise" baseFrequency=".03" numOctaves="4" seed="5"/><feColorMatrix values="0 0 0 0 .35  0 0 0 0 .27  0 0 0 0 .18  0 .9 0 0 -.36"/></filter>
<filter id="soft"><feGaussianBlur stdDeviation="14"/></filter>
</defs>
<rect width="1600" height="620" fill="url(#wall)"/><rect width="1600" height="620" filter="url(#stone)"/>
<rect width="1600" height="120" fill="#463223"/>{beams}{arches}
<rect y="584" width="1600" height="416" fill="url(#floor)"/><rect y="584" width="1600" height="416" filter="url(#wood)"/>{shine}
<ellipse cx="800" cy="800" rx="700" ry="190" fill="#2d1e13" opacity=".45" filter="url(#soft)"/>
{far}<ellipse cx="800" cy="742" rx="590" ry="150" fill="#5d3d24"/><ellipse cx="800" cy="722" rx="590" ry="150" fill="url(#top)"/>
<ellipse cx="800" cy="722" rx="420" ry="86" fill="#6b4a30"/><ellipse cx="800" cy="716" rx="410" ry="80" fill="#8a6a4c"/><ellipse cx="800" cy="712" rx="150" ry="36" fill="#3f6336"/>{flowers}{plates}{near}
</svg>"""


def station(width, height):
    """A station of the ocean network, above and below the water."""
    bubbles = "".join(f'<circle cx="{x}" cy="{y}" r="{r}" fill="none" stroke="#cfeaf5" stroke-width="2" opacity=".7"/>' for x, y, r in [(500, 400, 5), (512, 372, 7), (506, 340, 4), (470, 430, 3)])
    sensors = "".join(f'<rect x="466" y="{y}" width="28" height="18" rx="5" fill="#f2c14e"/><path d="M494 {y + 9}h120" stroke="#ffffff" stroke-width="2" stroke-dasharray="4 6"/><circle cx="622" cy="{y + 9}" r="7" fill="#ffffff"/>' for y in (318, 388, 458))
    return f"""<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 960 600">
<rect width="960" height="214" fill="#dcecf4"/><circle cx="780" cy="86" r="44" fill="#f2c14e"/>
<path d="M120 96c18 -26 58 -26 70 2c26 -8 44 8 44 26H96c-6 -16 6 -30 24 -28Z" fill="#ffffff"/>
<rect y="214" width="960" height="130" fill="#2f83ad"/><rect y="336" width="960" height="130" fill="#1c6389"/><rect y="458" width="960" height="142" fill="#0b3f5f"/>
<path d="M0 214q30 -14 60 0t60 0t60 0t60 0t60 0t60 0t60 0t60 0t60 0t60 0t60 0t60 0t60 0t60 0t60 0t60 0V230H0Z" fill="#2f83ad"/>
<path d="M480 240V566" stroke="#e8eef2" stroke-width="5"/>{sensors}{bubbles}
<rect x="436" y="556" width="88" height="34" rx="6" fill="#3d4a55"/>
<path d="M412 206h136l-22 44H434Z" fill="#e0a526"/><path d="M440 206l28 -92h24l28 92Z" fill="none" stroke="#a33b2e" stroke-width="9"/><rect x="464" y="78" width="32" height="38" rx="6" fill="#a33b2e"/><circle cx="480" cy="70" r="9" fill="#fff3b0"/><rect x="476" y="150" width="58" height="30" fill="#274b66"/>
<path d="M150 420c26 -20 62 -20 86 0c-24 20 -60 20 -86 0Zm-4 0l-26 -16v32Z" fill="#8cc7e0"/><path d="M250 486c18 -14 44 -14 62 0c-18 14 -44 14 -62 0Zm-3 0l-19 -12v24Z" fill="#8cc7e0" opacity=".8"/></svg>"""


def shown(svg, width, height):
    """What Chromium makes of a drawing."""
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder, "page.html")
        page.write_text(f"<!doctype html><style>body{{margin:0}}svg{{display:block}}</style>{svg}", encoding="utf-8")
        picture = Path(folder, "page.png")
        subprocess.run(
            ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--force-device-scale-factor=1",
             f"--window-size={width},{height}", f"--screenshot={picture}", page.as_uri()],
            check=True, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        )
        return Image.open(io.BytesIO(picture.read_bytes())).convert("RGB")


def photographed(picture, seed):
    """A drawing as a camera would give it: a little soft, darker in the corners, with grain."""
    pixels = numpy.asarray(picture.filter(ImageFilter.GaussianBlur(0.8))).astype(float)
    high, wide = pixels.shape[:2]
    y, x = numpy.mgrid[-1:1:high * 1j, -1:1:wide * 1j]
    pixels *= (1 - 0.16 * numpy.clip(x * x + y * y - 0.5, 0, 1))[..., None]
    dice = numpy.random.default_rng(seed)
    pixels += dice.normal(0, 2.6, (high, wide, 1)) + dice.normal(0, 0.8, (high, wide, 3))
    return Image.fromarray(numpy.clip(pixels, 0, 255).astype("uint8"))


def camera():
    """What cameras add: who took the picture, and where."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x013B] = "Meridian Optical", "MO-7", "Somebody with a name"
    exif[0x8825] = {1: "N", 2: (38.0, 41.0, 30.5), 3: "W", 4: (28.0, 12.0, 2.0)}
    return exif.tobytes()


def main():
    wide, high = 1600, 1000
    port = photographed(shown(harbour(wide, high), wide, high), 1)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    port.save(ROOT / "content/port-meridian.jpg", quality=74, optimize=True, progressive=True, exif=camera(), icc_profile=profile)
    room = photographed(shown(hall(wide, high), wide, high), 2)
    room.save(ROOT / "content/press/customs-house.jpg", quality=74, optimize=True, progressive=True)
    sea = shown(station(960, 600), 960, 600).quantize(128, dither=Image.Dither.NONE)
    sea.save(ROOT / "content/press/ocean-monitoring-joint-statement/station.png", optimize=True)
    for name in ("port-meridian.jpg", "press/customs-house.jpg", "press/ocean-monitoring-joint-statement/station.png"):
        print((ROOT / "content" / name).stat().st_size // 1000, "KB", name, file=sys.stderr)


if __name__ == "__main__":
    main()
