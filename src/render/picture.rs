//! Views of pictures, and the generation of their versions.

use std::cell::RefCell;
use std::fmt::Write as _;
use std::rc::Rc;

use super::Bytes;
use super::view::{PictureSourceView, PictureView};
use crate::config::LangId;
use crate::diag::{Diagnostic, SourcePath, codes};
use crate::media::{self, Encoding, Pixels};
use crate::site::pictures::{self, Form};
use crate::site::{FileFacts, files};
use crate::track::World;

/// Makes the view of a picture that a text names, for readers of a language. In a feed, URLs are absolute and there is
/// only one version, since feed readers rarely support several.
pub fn view(
    world: &World,
    from: &SourcePath,
    src: &str,
    lang: LangId,
    alt: &str,
    in_feed: bool,
) -> Option<PictureView> {
    let (path, facts) = world.picture_beside(from, src, lang)?;
    let plain = address(&path, facts);
    let mut sources = Vec::new();
    if facts.format.is_some() && !in_feed {
        let mut srcset = String::new();
        for form in pictures::modern(facts) {
            let gap = if srcset.is_empty() { "" } else { ", " };
            // Writing to a string never fails.
            let _ = write!(srcset, "{gap}{} {}w", world.file_url(&pictures::address(&path, facts, form)), form.width);
        }
        if !srcset.is_empty() {
            sources.push(PictureSourceView { media_type: Encoding::Avif.media_type(), srcset });
        }
    }
    Some(PictureView {
        url: if in_feed { world.file_absolute(&plain) } else { world.file_url(&plain) },
        width: facts.size.map(|(width, _)| width),
        height: facts.size.map(|(_, height)| height),
        sources,
        alt: alt.to_owned(),
        caption: None,
        credit: None,
        foreign: None,
    })
}

/// Returns the address below the base of a version that every program can show: one in a common format, or the drawing
/// itself.
pub fn address(path: &SourcePath, facts: &FileFacts) -> String {
    match facts.format {
        Some(_) => pictures::address(path, facts, pictures::fallback(facts)),
        None => files::address(path, facts),
    }
}

/// Renders a version of a picture.
pub fn render(world: &World, path: &SourcePath, form: Form) -> Bytes {
    let Some(facts) = world.file(path) else { return Err(Box::new(unreadable(path, "it is gone"))) };
    let of = format!("{} {form:?} {}", Encoding::RECIPE, facts.sha256);
    world.made(&pictures::address(path, facts, form), of.as_bytes(), || {
        let pixels = pixels(world, path, &facts.sha256)?;
        let width = if form.width == 0 { pixels.width } else { form.width };
        media::encode(&media::fit(&pixels, width), form.encoding).map_err(|why| Box::new(unreadable(path, &why)))
    })
}

/// Decodes a picture to the pixels of its widest version, from which all others are made. The versions of a picture are
/// adjacent in the plan, so each thread keeps the last one.
fn pixels(world: &World, path: &SourcePath, sha256: &str) -> Result<Rc<Pixels>, Box<Diagnostic>> {
    thread_local! {
        static LAST: RefCell<Option<(String, Rc<Pixels>)>> = const { RefCell::new(None) };
    }
    if let Some(pixels) =
        LAST.with_borrow(|last| last.as_ref().filter(|last| last.0 == sha256).map(|last| Rc::clone(&last.1)))
    {
        return Ok(pixels);
    }
    let bytes = world.read(path).map_err(Box::new)?;
    if files::sha256(&bytes) != sha256 {
        let fault = Diagnostic::new(&codes::UNREADABLE_FILE, "the file was saved while the site was being built");
        return Err(Box::new(fault.in_file(path).help("build again")));
    }
    let pixels = media::decode(&bytes).map_err(|why| Box::new(unreadable(path, &why)))?;
    let pixels = Rc::new(media::fit(&pixels, pictures::WIDEST));
    LAST.set(Some((sha256.to_owned(), Rc::clone(&pixels))));
    Ok(pixels)
}

fn unreadable(path: &SourcePath, why: &str) -> Diagnostic {
    let fault = Diagnostic::new(&codes::UNREADABLE_PICTURE, format!("the picture can't be read: {why}"));
    fault.in_file(path).help("save it again as JPEG, PNG or WebP, no larger than it has to be")
}
