//! Media types of served files.

use crate::fs::OutPath;
use crate::plan::{Target, What};

/// Returns the media type of a file: from its content if that is known, else from its file name extension.
pub(super) fn media_type(path: &OutPath, target: Option<&Target>) -> String {
    match target.map(|target| &target.what) {
        Some(What::Feed(_, _, format)) => format!("{}; charset=utf-8", format.media_type()),
        _ => by_ending(path.as_str()),
    }
}

/// Returns whether a file is HTML.
pub(super) fn is_html(path: &OutPath) -> bool {
    path.as_str().rsplit_once('.').is_some_and(|(_, ending)| ending == "html")
}

fn by_ending(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    let ending = name.rsplit_once('.').map_or(String::new(), |(_, ending)| ending.to_ascii_lowercase());
    let found = TYPES.iter().find(|(endings, _)| endings.split(' ').any(|known| known == ending));
    let media_type = found.map_or("application/octet-stream", |(_, media_type)| media_type);
    // JSON is UTF-8 by definition; for other text, a browser would guess the encoding.
    let text = media_type.starts_with("text/") || media_type.ends_with("/xml") || media_type.ends_with("+xml");
    if text { format!("{media_type}; charset=utf-8") } else { media_type.to_owned() }
}

/// File name extensions, with the media types registered with IANA.
const TYPES: &[(&str, &str)] = &[
    ("html htm", "text/html"),
    ("css", "text/css"),
    ("js mjs", "text/javascript"),
    ("txt conf", "text/plain"),
    ("csv", "text/csv"),
    ("md", "text/markdown"),
    ("vtt", "text/vtt"),
    ("ics", "text/calendar"),
    ("xml", "application/xml"),
    ("json", "application/json"),
    ("geojson", "application/geo+json"),
    ("jsonld", "application/ld+json"),
    ("webmanifest", "application/manifest+json"),
    ("svg", "image/svg+xml"),
    ("png", "image/png"),
    ("jpg jpeg", "image/jpeg"),
    ("gif", "image/gif"),
    ("webp", "image/webp"),
    ("avif", "image/avif"),
    ("ico", "image/vnd.microsoft.icon"),
    ("woff2", "font/woff2"),
    ("woff", "font/woff"),
    ("ttf", "font/ttf"),
    ("otf", "font/otf"),
    ("mp4 m4v", "video/mp4"),
    ("webm", "video/webm"),
    ("ogv", "video/ogg"),
    ("mp3", "audio/mpeg"),
    ("m4a", "audio/mp4"),
    ("ogg oga opus", "audio/ogg"),
    ("wav", "audio/wav"),
    ("pdf", "application/pdf"),
    ("epub", "application/epub+zip"),
    ("zip", "application/zip"),
    ("wasm", "application/wasm"),
    ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    ("odt", "application/vnd.oasis.opendocument.text"),
    ("ods", "application/vnd.oasis.opendocument.spreadsheet"),
    ("odp", "application/vnd.oasis.opendocument.presentation"),
];

#[cfg(test)]
mod tests {
    use super::by_ending;

    #[test]
    fn text_types_name_the_encoding() {
        assert_eq!(by_ending("en/index.html"), "text/html; charset=utf-8");
        assert_eq!(by_ending("sitemap.xml"), "application/xml; charset=utf-8");
        assert_eq!(by_ending("logo.SVG"), "image/svg+xml; charset=utf-8");
        assert_eq!(by_ending("data.json"), "application/json");
        assert_eq!(by_ending("photo.JPG"), "image/jpeg");
    }

    #[test]
    fn unknown_types_are_octet_streams() {
        assert_eq!(by_ending("_headers"), "application/octet-stream");
        assert_eq!(by_ending("a.b/no-ending"), "application/octet-stream");
    }
}
