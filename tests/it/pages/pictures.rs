//! Pictures in texts: versions in several widths, nothing that a camera added, nothing that could run, and nothing of
//! a text that is not public.

use std::collections::BTreeSet;
use std::fs;

use chancery::media::{Encoding, Pixels, encode};
use support::{Files, Output, Site, build_by, chancery};

/// What a camera adds to a picture here: no byte of it may reach a reader.
const OWNER: &[u8] = b"Owner of the camera";

/// A picture with soft changes of colour, as photographs have.
fn pixels(width: u32, height: u32) -> Pixels {
    let places = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
    let colour = |(x, y): (u32, u32)| [(x * 255 / width) as u8, (y * 255 / height) as u8, ((x * y / 64) % 97) as u8];
    Pixels { width, height, has_alpha: false, data: places.flat_map(colour).collect() }
}

/// EXIF with an orientation, an owner and, if wanted, a position.
fn exif(orientation: u8, is_located: bool) -> Vec<u8> {
    let mut bytes = b"MM\0*\0\0\0\x08".to_vec();
    let mut entries = vec![(0x0112_u16, [0, 3, 0, 0, 0, 1, 0, orientation, 0, 0])];
    entries.push((0x013b, [0, 2, 0, 0, 0, OWNER.len() as u8, 0, 0, 0, 100]));
    if is_located {
        entries.push((0x8825, [0, 4, 0, 0, 0, 1, 0, 0, 0, 100]));
    }
    bytes.extend_from_slice(&(entries.len() as u16).to_be_bytes());
    for (tag, rest) in entries {
        bytes.extend_from_slice(&tag.to_be_bytes());
        bytes.extend_from_slice(&rest);
    }
    bytes.resize(100, 0);
    bytes.extend_from_slice(OWNER);
    bytes
}

/// A JPEG as a camera gives it.
fn photograph(width: u32, height: u32, orientation: u8, is_located: bool) -> Vec<u8> {
    let pixels = pixels(width, height);
    let mut bytes = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut bytes, 85);
    encoder.add_exif_metadata(&exif(orientation, is_located)).unwrap();
    encoder.encode(&pixels.data, width as u16, height as u16, jpeg_encoder::ColorType::Rgb).unwrap();
    bytes
}

fn with_text(site: Site, text: &str) -> Site {
    site.file("content/about.en.md", format!("+++\ntitle = \"About us\"\n+++\n\n{text}\n"))
}

fn about(output: &Output) -> &str {
    output.text("en/about/index.html")
}

/// The files of pictures, by the ends of their names.
fn pictures(files: &Files) -> Vec<&str> {
    let names = files.keys().filter(|path| path.starts_with("files/"));
    let names: BTreeSet<&str> = names.filter_map(|path| path.rsplit('/').next()).collect();
    names.into_iter().collect()
}

fn of<'a>(files: &'a Files, name: &str) -> &'a [u8] {
    let found = files.iter().find(|(path, _)| path.ends_with(&format!("/{name}")));
    found.unwrap_or_else(|| panic!("no {name} among {:?}", pictures(files))).1
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

fn size(bytes: &[u8]) -> (usize, usize) {
    let size = imagesize::blob_size(bytes).unwrap();
    (size.width, size.height)
}

#[test]
fn a_photograph_is_shown_upright_in_several_widths_and_without_what_the_camera_added() {
    let site = Site::minimal().file("content/harbour.jpg", photograph(1000, 1600, 6, true));
    let site =
        with_text(site, "![Boats](harbour.jpg \"Evening\")\n\n::: figure src=\"harbour.jpg\" alt=\"Boats\"\n:::");
    let output = site.build().sound();
    let names = ["harbour-1200.jpg", "harbour-1440.avif", "harbour-480.avif", "harbour-960.avif"];
    assert_eq!(pictures(&output.files), names);
    // It was taken with the camera on its side.
    assert_eq!(size(of(&output.files, "harbour-1200.jpg")), (1200, 750));
    assert_eq!(size(of(&output.files, "harbour-960.avif")), (960, 600));
    let page = about(&output);
    assert_eq!(page.matches("<picture>").count(), 2, "in the text and in the figure\n{page}");
    assert_eq!(page.matches("width=\"1600\" height=\"1000\"").count(), 2, "{page}");
    for part in [
        "type=\"image/avif\"",
        "480.avif 480w, ",
        "960.avif 960w, ",
        "1440.avif 1440w\"",
        "sizes=\"",
        "title=\"Evening\"",
    ] {
        assert!(page.contains(part), "{part}\n{page}");
    }
    for (path, bytes) in &output.files {
        assert!(!holds(bytes, OWNER) && !holds(bytes, b"Exif"), "{path}");
    }
    // The picture itself is upright: its top left was its bottom left.
    let shown = chancery::media::decode(of(&output.files, "harbour-1200.jpg")).unwrap();
    let expected = pixels(1000, 1600);
    let corner = &expected.data[(1599 * 1000) * 3..][..3];
    assert!(shown.data[..3].iter().zip(corner).all(|(a, b)| a.abs_diff(*b) < 12), "{:?} {corner:?}", &shown.data[..3]);
}

#[test]
fn feeds_and_lead_pictures_show_what_every_program_knows() {
    let site = Site::minimal().file("content/press/sign.jpg", photograph(700, 400, 1, false));
    let front = "title = \"Treaty signed\"\nsummary = \"Two states sign.\"\nsubtype = \"press-release\"\nreference = \"M/2026/001\"\ndate = 2026-11-02\n";
    let image = "image = { src = \"sign.jpg\", alt = \"Two people sign.\" }\n";
    let text = format!("+++\n{front}{image}+++\n\n![Signing](sign.jpg)\n");
    let french = "+++\ntitle = \"Traité\"\nsummary = \"Deux États.\"\nimage = { src = \"sign.jpg\", alt = \"Deux personnes signent.\" }\n+++\n\nSigné.\n";
    let output =
        site.file("content/press/treaty.en.md", text).file("content/press/treaty.fr.md", french).build().sound();
    let feed = output.text("en/press/feed.json");
    assert!(
        feed.contains("https://www.example.org/files/") && feed.contains("sign-700.jpg") && !feed.contains("avif"),
        "{feed}"
    );
    let page = output.text("en/press/treaty/index.html");
    assert!(page.contains("sign-700.avif 700w\""), "{page}");
    for part in [
        "og:image\"",
        "sign-700.jpg",
        "og:image:width\" content=\"700\"",
        "og:image:alt\" content=\"Two people sign.\"",
    ] {
        assert!(page.contains(part), "{part}\n{page}");
    }
    assert!(output.text("fr/presse/treaty/index.html").contains("Deux personnes signent."));
}

#[test]
fn a_translation_without_words_for_the_picture_of_its_source_is_told() {
    let site = Site::minimal().file("content/sign.jpg", photograph(300, 200, 1, false));
    let source =
        "+++\ntitle = \"About us\"\nimage = { src = \"sign.jpg\", alt = \"Two people sign.\" }\n+++\n\nText.\n";
    let output = site.file("content/about.en.md", source).build();
    let faults = output.faults();
    assert!(
        faults.len() == 1 && faults[0].contains("untranslated-alt") && faults[0].contains("about.fr.md"),
        "{faults:?}"
    );
}

#[test]
fn a_drawing_that_packs_well_stays_one() {
    let plain = Pixels { width: 800, height: 500, has_alpha: false, data: [10, 90, 160].repeat(400_000) };
    let drawing = encode(&plain, Encoding::Png).unwrap();
    let output = with_text(Site::minimal().file("content/plan.png", &drawing), "![Plan](plan.png)").build().sound();
    assert_eq!(pictures(&output.files), ["plan-800.png"], "it is smaller than any version");
    assert!(!about(&output).contains("<picture>") && about(&output).contains("width=\"800\" height=\"500\""));
}

#[test]
fn what_is_offered_for_download_stays_as_it_is_and_tells_where_it_was_taken() {
    let photograph = photograph(600, 400, 1, true);
    let site =
        with_text(Site::minimal().file("content/press-photo.jpg", &photograph), "[The photograph](press-photo.jpg)");
    let output = site.build();
    assert_eq!(output.status, 0);
    let faults = output.faults();
    assert!(faults.len() == 1 && faults[0].contains("located-picture"), "{faults:?}");
    assert_eq!(pictures(&output.files), ["press-photo.jpg"]);
    assert_eq!(of(&output.files, "press-photo.jpg"), photograph);
    // Shown and offered: both.
    let both = with_text(site, "![Photo](press-photo.jpg) [The photograph](press-photo.jpg)").build();
    assert!(pictures(&both.files).len() > 2 && pictures(&both.files).contains(&"press-photo.jpg"));
    // Shown alone again: the file is gone.
    assert_eq!(both.status, 0);
}

#[test]
fn what_is_no_longer_offered_is_gone_and_what_becomes_so_is_there() {
    let site = Site::minimal().file("content/photo.jpg", photograph(300, 200, 1, false));
    let shown = with_text(site, "![Photo](photo.jpg)");
    assert!(!pictures(&shown.build().sound().files).contains(&"photo.jpg"));
    let offered = with_text(shown, "![Photo](photo.jpg) [It](photo.jpg)");
    assert!(pictures(&offered.build().sound().files).contains(&"photo.jpg"));
    let shown = with_text(offered, "![Photo](photo.jpg)");
    assert!(!pictures(&shown.build().sound().files).contains(&"photo.jpg"));
}

#[test]
fn a_broken_picture_and_one_that_would_fill_the_memory_are_errors() {
    let whole = photograph(300, 200, 1, false);
    let mut huge = encode(&pixels(40, 40), Encoding::Png).unwrap();
    // The header alone says how large it is; its check sum is made right again.
    huge[16..24].copy_from_slice(&[0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60]);
    let sum = crc(&huge[12..29]);
    huge[29..33].copy_from_slice(&sum.to_be_bytes());
    let mut cut = whole.clone();
    cut.truncate(200);
    for (name, bytes) in [("cut.jpg", cut), ("huge.png", huge), ("nothing.webp", b"RIFF\x04\0\0\0WEBP".to_vec())] {
        let site = Site::minimal().file(&format!("content/{name}"), bytes);
        let output = with_text(site, &format!("![Picture]({name})")).build();
        assert_eq!(output.status, 1, "{name}");
        let faults = output.faults();
        assert!(faults.iter().all(|fault| fault.contains("unreadable-picture") && fault.contains(name)), "{faults:?}");
        assert!(output.files.is_empty(), "nothing is published");
    }
}

/// CRC-32 of PNG (ISO 3309).
fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 })
    })
}

#[test]
fn a_drawing_is_published_without_what_could_run() {
    let drawing = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 20 10\"><!-- /home/somebody --><script>alert(1)</script>\
                   <rect onclick=\"alert(2)\" width=\"20\" height=\"10\"/><image href=\"https://evil.example/spy.png\"/></svg>";
    let site = Site::minimal().file("content/map.svg", drawing);
    let output = with_text(site, "![Map](map.svg) [Download](map.svg)").build();
    assert_eq!(output.status, 0);
    let faults = output.faults();
    assert!(faults.len() == 1 && faults[0].contains("unsafe-svg"), "{faults:?}");
    for part in ["<script>", "onclick", "evil.example"] {
        assert!(faults[0].contains(part), "{part}: {faults:?}");
    }
    let map = String::from_utf8(of(&output.files, "map.svg").to_vec()).unwrap();
    assert!(map.contains("<rect width=\"20\" height=\"10\"/>"), "{map}");
    for part in ["script", "onclick", "evil", "somebody"] {
        assert!(!map.contains(part), "{part}: {map}");
    }
    assert!(about(&output).contains("width=\"20\" height=\"10\""));
    let broken = with_text(Site::minimal().file("content/map.svg", "<svg><g></svg>"), "![Map](map.svg)").build();
    assert!(broken.status == 1 && broken.faults()[0].contains("unreadable-picture"), "{:?}", broken.faults());
}

#[test]
fn a_picture_for_one_language_takes_the_place_of_the_common_one() {
    let svg = |word: &str| {
        format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 20 10\"><text>{word}</text></svg>")
    };
    let french = "+++\ntitle = \"Qui nous sommes\"\nslug = \"a-propos\"\n+++\n\n![Carte](map.svg)\n";
    let site = Site::minimal().file("content/map.svg", svg("Map")).file("content/about.fr.md", french);
    let site = with_text(site, "![Map](map.svg)");
    let common = site.build().sound();
    assert_eq!(pictures(&common.files), ["map.svg"]);
    // It comes to a site that was built without it.
    let own = site.file("content/map.fr.svg", svg("Carte")).build().sound();
    assert_eq!(pictures(&own.files), ["map.fr.svg", "map.svg"]);
    assert!(own.text("fr/a-propos/index.html").contains("/map.fr.svg\""));
    assert!(about(&own).contains("/map.svg\""));
}

#[test]
fn no_byte_tells_of_the_picture_of_a_text_under_embargo() {
    let hidden = "+++\ntitle = \"Later\"\nsummary = \"Later.\"\nsubtype = \"press-release\"\nreference = \"M/2026/002\"\ndate = 2026-11-30\n\
                  embargo = \"2026-11-30T10:00:00Z\"\nimage = { src = \"secret.jpg\", alt = \"A secret.\" }\n+++\n\n![It](secret.jpg) [It](secret.jpg)\n";
    let cards = "\n[cards]\nenabled = true\n";
    let open = Site::minimal().append("site.toml", cards).build().sound();
    let site = Site::minimal().append("site.toml", cards).file("content/press/later.en.md", hidden);
    let held = site.file("content/press/secret.jpg", photograph(500, 300, 1, false)).build();
    assert_eq!(held.status, 0);
    let names = |files: &Files| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&held.files), names(&open.files), "neither picture nor card");
    assert_eq!(held.files, open.files);
}

#[test]
fn the_same_bytes_by_one_thread_and_by_many_and_from_the_cache() {
    let site = Site::minimal().file("content/a.jpg", photograph(1500, 900, 1, false));
    let site = site.file("content/b.jpg", photograph(900, 1500, 3, false));
    let site = with_text(site, "![A](a.jpg)\n\n![B](b.jpg)");
    let one =
        build_by(chancery().env("RAYON_NUM_THREADS", "1"), &site.path(), &site.out(), support::NOW, &["--no-cache"]);
    let one = one.sound().files;
    fs::remove_dir_all(site.out()).unwrap();
    let many =
        build_by(chancery().env("RAYON_NUM_THREADS", "4"), &site.path(), &site.out(), support::NOW, &[]).sound().files;
    assert_eq!(one, many);
    // Another output, the same cache.
    fs::remove_dir_all(site.out()).unwrap();
    assert_eq!(site.build().sound().files, one);
}

#[test]
fn what_was_made_once_is_taken_from_the_shelf_and_what_is_gone_leaves_it() {
    let site = Site::minimal().file("content/a.jpg", photograph(400, 300, 1, false));
    let site = with_text(site, "![A](a.jpg)");
    drop(site.build().sound());
    let shelf = site.path().join(".chancery/pictures");
    let things = || -> Vec<_> {
        let entries = fs::read_dir(&shelf).unwrap().map(|entry| entry.unwrap().path());
        let mut things: Vec<_> = entries.filter(|path| !path.ends_with(".gitignore")).collect();
        things.sort();
        things
    };
    assert_eq!(things().len(), 2, "{:?}", things());
    // Another picture, with its digest, shows that the shelf is asked.
    for path in things() {
        let bytes = fs::read(&path).unwrap();
        let planted = [&bytes[..48], blake3::hash(b"planted").as_bytes(), b"planted"].concat();
        fs::write(&path, planted).unwrap();
    }
    fs::remove_dir_all(site.out()).unwrap();
    assert_eq!(of(&site.build().files, "a-400.jpg"), b"planted");
    // Damaged, it is made anew.
    for path in things() {
        fs::write(&path, b"damaged").unwrap();
    }
    fs::remove_dir_all(site.out()).unwrap();
    assert_eq!(size(of(&site.build().sound().files, "a-400.jpg")), (400, 300));
    fs::remove_file(site.path().join("content/a.jpg")).unwrap();
    let site = with_text(site, "No picture.");
    drop(site.build().sound());
    assert_eq!(Vec::<std::path::PathBuf>::new(), things_left(&shelf));
}

fn things_left(shelf: &std::path::Path) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(shelf).unwrap().map(|entry| entry.unwrap().path());
    entries.filter(|path| !path.ends_with(".gitignore")).collect()
}

#[test]
fn checking_writes_nothing() {
    let site = Site::minimal().file("content/a.jpg", photograph(400, 300, 1, false));
    let site = with_text(site, "![A](a.jpg)");
    let run = chancery().arg("--root").arg(site.path()).args(["--now", support::NOW, "check"]).output().unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    assert!(!site.path().join(".chancery").exists());
}

#[test]
fn other_formats_are_published_as_they_are_and_tell_of_a_place() {
    let gif = b"GIF89a\x02\0\x02\0\0\0\0;".to_vec();
    let with_place = [gif.clone(), b"Exif\0\0".to_vec(), exif(1, true)].concat();
    let output = with_text(Site::minimal().file("content/a.gif", &gif), "![A](a.gif)").build().sound();
    assert_eq!(of(&output.files, "a.gif"), gif);
    let output = with_text(Site::minimal().file("content/a.gif", with_place), "![A](a.gif)").build();
    assert!(output.faults().len() == 1 && output.faults()[0].contains("located-picture"), "{:?}", output.faults());
}

#[test]
fn the_portal_shows_its_harbour_and_tells_nothing_of_who_drew_it() {
    let harbour = fs::read(support::repository().join("content/port-meridian.jpg")).unwrap();
    let owner = b"Somebody with a name";
    assert!(holds(&harbour, owner) && chancery::media::probe(&harbour).unwrap().is_located, "the file does tell");
    let files = support::portal_build();
    assert!(pictures(files).contains(&"port-meridian-1440.avif") && pictures(files).contains(&"station-960.png"));
    let telling: Vec<&String> = files.iter().filter(|(_, bytes)| holds(bytes, owner)).map(|(path, _)| path).collect();
    assert_eq!(telling, [""; 0]);
}
