//! What of EXIF (CIPA DC-008) counts here: which way up a picture is, and whether it says where it was taken.

/// The tags of the first directory that are looked at.
const ORIENTATION: u16 = 0x0112;
const GPS: u16 = 0x8825;

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Exif {
    /// 1 to 8, as the standard numbers them; 1 is upright.
    pub orientation: u8,
    /// Whether there is a directory of positions.
    pub is_located: bool,
}

impl Exif {
    const NONE: Self = Self { orientation: 1, is_located: false };

    /// Reads a TIFF structure, with or without the marker before it. What can't be understood says nothing.
    pub fn read(bytes: &[u8]) -> Self {
        let tiff = bytes.strip_prefix(b"Exif\0\0").unwrap_or(bytes);
        Self::of(tiff).unwrap_or(Self::NONE)
    }

    fn of(tiff: &[u8]) -> Option<Self> {
        let is_little = match tiff.get(..4)? {
            b"II*\0" => true,
            b"MM\0*" => false,
            _ => return None,
        };
        let short = |at: usize| -> Option<u16> {
            let bytes = *tiff.get(at..)?.first_chunk()?;
            Some(if is_little { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) })
        };
        let long = |at: usize| -> Option<usize> {
            let bytes = *tiff.get(at..)?.first_chunk()?;
            usize::try_from(if is_little { u32::from_le_bytes(bytes) } else { u32::from_be_bytes(bytes) }).ok()
        };
        let start = long(4)?;
        let mut found = Self::NONE;
        for entry in 0..usize::from(short(start)?) {
            let at = start.checked_add(2 + entry * 12)?;
            match short(at)? {
                ORIENTATION => {
                    let value = short(at + 8)?;
                    found.orientation = u8::try_from(value).ok().filter(|n| (1..=8).contains(n)).unwrap_or(1);
                }
                GPS => found.is_located = true,
                _ => {}
            }
        }
        Some(found)
    }
}

#[cfg(test)]
mod tests {
    use super::Exif;

    fn tiff(entries: &[(u16, u16)]) -> Vec<u8> {
        let mut bytes = b"MM\0*\0\0\0\x08".to_vec();
        bytes.extend_from_slice(&(entries.len() as u16).to_be_bytes());
        for (tag, value) in entries {
            bytes.extend_from_slice(&tag.to_be_bytes());
            bytes.extend_from_slice(&[0, 3, 0, 0, 0, 1]);
            bytes.extend_from_slice(&value.to_be_bytes());
            bytes.extend_from_slice(&[0, 0]);
        }
        bytes
    }

    #[test]
    fn the_two_tags_are_found_and_nonsense_says_nothing() {
        assert_eq!(Exif::read(&tiff(&[(0x0112, 6)])), Exif { orientation: 6, is_located: false });
        let both = [b"Exif\0\0".to_vec(), tiff(&[(0x010f, 1), (0x0112, 8), (0x8825, 9)])].concat();
        assert_eq!(Exif::read(&both), Exif { orientation: 8, is_located: true });
        assert_eq!(Exif::read(&tiff(&[(0x0112, 77)])), Exif::NONE);
        for end in 0..tiff(&[(0x0112, 6)]).len() {
            // Cut off anywhere: no panic.
            let _ = Exif::read(&tiff(&[(0x0112, 6)])[..end]);
        }
        assert_eq!(Exif::read(b"II*\0\xff\xff\xff\xff"), Exif::NONE);
    }
}
