//! Hosts of a site: one form for each, whatever script it is written in, and which of them a setting lets in.

/// The form in which a host is stored and compared: lower case, in ASCII (`xn--…`), without a dot at its end, with its
/// port when it has one. `*.` before it stands for it and everything below it. None when it is no host.
pub fn host_normal(text: &str) -> Option<String> {
    let text = text.trim();
    let (below, text) = text.strip_prefix("*.").map_or(("", text), |rest| ("*.", rest));
    let (name, port) = match text.rsplit_once(':') {
        Some((name, port)) if !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit()) => (name, Some(port)),
        _ => (text, None),
    };
    let name = idna::domain_to_ascii(name.trim_end_matches('.')).ok()?;
    let label = |l: &str| {
        !l.is_empty() && l.len() <= 63 && l.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
    };
    if name.is_empty() || name.len() > 253 || !name.split('.').all(label) {
        return None;
    }
    Some(match port {
        Some(port) => format!("{below}{name}:{port}"),
        None => format!("{below}{name}"),
    })
}

/// Whether a host is one that the list lets in. `www.` before either makes no difference.
pub fn host_listed(listed: &[String], host: &str) -> bool {
    let Some(host) = host_normal(host) else { return false };
    let host = bare(&host);
    listed.iter().filter_map(|l| host_normal(l)).any(|l| match l.strip_prefix("*.") {
        Some(above) => host == bare(above) || host.strip_suffix(above).is_some_and(|rest| rest.ends_with('.')),
        None => host == bare(&l),
    })
}

fn bare(host: &str) -> &str {
    host.strip_prefix("www.").unwrap_or(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_has_one_form() {
        for (text, right) in [
            ("www.Shop.Example", "www.shop.example"),
            ("shop.example.", "shop.example"),
            ("blåbær.example", "xn--blbr-roah.example"),
            ("BLÅBÆR.example", "xn--blbr-roah.example"),
            ("*.blåbær.example", "*.xn--blbr-roah.example"),
            ("localhost:8081", "localhost:8081"),
        ] {
            assert_eq!(host_normal(text).as_deref(), Some(right), "{text}");
        }
        for wrong in ["", "https://shop.example", "shop.example/roser", "a b.example", "a..example", "*.", "*"] {
            assert_eq!(host_normal(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_subdomain_is_let_in_by_a_star_only() {
        let listed =
            |list: &[&str], host: &str| host_listed(&list.iter().map(|l| (*l).to_owned()).collect::<Vec<_>>(), host);
        assert!(listed(&["www.shop.example"], "shop.example."));
        assert!(listed(&["shop.example"], "www.shop.example"));
        assert!(!listed(&["www.shop.example"], "m.shop.example"));
        assert!(listed(&["*.shop.example"], "m.shop.example"));
        assert!(listed(&["*.shop.example"], "shop.example"));
        assert!(!listed(&["*.shop.example"], "notshop.example"));
        assert!(!listed(&["*.shop.example"], "shop.example.evil.example"));
        assert!(listed(&["blåbær.example"], "xn--blbr-roah.example"));
        assert!(listed(&["localhost:8081"], "localhost:8081") && !listed(&["localhost:8081"], "localhost:8082"));
        assert!(!listed(&["www.shop.example"], "www-shop-example.translate.goog"));
    }
}
