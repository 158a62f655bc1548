//! Bodies: gzip is known by its first bytes, whatever the headers say, and never unpacked beyond the limit.

use std::io::Read;

/// Longest body after unpacking, in bytes.
pub const BODY_BYTES_MAX: usize = 1024 * 1024;

/// Why a body was not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BodyError {
    /// Over [`BODY_BYTES_MAX`].
    #[error("the body is longer than {BODY_BYTES_MAX} bytes")]
    TooLarge,
    /// Not gzip although it begins like it.
    #[error("the body is not valid gzip")]
    Gzip,
}

/// The body as plain bytes.
pub fn plain_body(body: &[u8]) -> Result<Vec<u8>, BodyError> {
    if body.len() > BODY_BYTES_MAX {
        return Err(BodyError::TooLarge);
    }
    if !body.starts_with(&[0x1f, 0x8b]) {
        return Ok(body.to_owned());
    }
    let mut plain = Vec::new();
    let limit = u64::try_from(BODY_BYTES_MAX).unwrap_or(u64::MAX) + 1;
    flate2::read::MultiGzDecoder::new(body).take(limit).read_to_end(&mut plain).map_err(|_| BodyError::Gzip)?;
    if plain.len() > BODY_BYTES_MAX {
        return Err(BodyError::TooLarge);
    }
    Ok(plain)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn a_bomb_is_not_unpacked() {
        let bomb = gzip(&vec![0; 64 * BODY_BYTES_MAX]);
        assert!(bomb.len() < BODY_BYTES_MAX);
        assert_eq!(plain_body(&bomb), Err(BodyError::TooLarge));
        assert_eq!(plain_body(&gzip(b"{}")), Ok(b"{}".to_vec()));
        assert_eq!(plain_body(b"{}"), Ok(b"{}".to_vec()));
        assert_eq!(plain_body(&[0x1f, 0x8b, 0, 0]), Err(BodyError::Gzip));
        assert_eq!(plain_body(&vec![b'x'; BODY_BYTES_MAX + 1]), Err(BodyError::TooLarge));
    }
}
