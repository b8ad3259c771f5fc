//! Which media type answers a request, by its `Accept` header.

use actix_web::http::header::{ACCEPT, CONTENT_TYPE, HeaderMap};

/// What can be answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Media {
    /// `application/json`: 200 for every well-formed request.
    Json,
    /// `application/graphql-response+json`: 400 where there is no result.
    Response,
    /// `text/event-stream`: one event for each result.
    Events,
    /// `text/html`: the explorer.
    Html,
}

/// What a request for GraphQL may be answered with; the first where any will do.
pub(super) const RESULTS: &[Media] = &[Media::Json, Media::Response, Media::Events];

/// What a browser's visit may be answered with.
pub(super) const VISIT: &[Media] = &[Media::Json, Media::Response, Media::Events, Media::Html];

impl Media {
    /// Type and subtype.
    const fn essence(self) -> (&'static str, &'static str) {
        match self {
            Self::Json => ("application", "json"),
            Self::Response => ("application", "graphql-response+json"),
            Self::Events => ("text", "event-stream"),
            Self::Html => ("text", "html"),
        }
    }

    /// The `Content-Type` of an answer.
    pub(super) const fn content_type(self) -> &'static str {
        match self {
            Self::Json => "application/json; charset=utf-8",
            Self::Response => "application/graphql-response+json; charset=utf-8",
            Self::Events => "text/event-stream; charset=utf-8",
            Self::Html => "text/html; charset=utf-8",
        }
    }
}

/// One entry of an `Accept` header.
struct Range {
    kind: String,
    subtype: String,
    quality: f32,
}

impl Range {
    fn read(text: &str) -> Option<Self> {
        let mut parts = text.split(';').map(str::trim);
        let (kind, subtype) = parts.next()?.split_once('/')?;
        let quality = parts
            .filter_map(|part| part.split_once('='))
            .find(|(name, _)| name.trim().eq_ignore_ascii_case("q"))
            .map_or(Some(1.0), |(_, value)| value.trim().parse::<f32>().ok())?;
        Some(Self {
            kind: kind.trim().to_ascii_lowercase(),
            subtype: subtype.trim().to_ascii_lowercase(),
            quality: quality.clamp(0.0, 1.0),
        })
    }

    /// How exactly it names a media type: 2 by name, 1 by kind, 0 any; none if it does not.
    fn names(&self, media: Media) -> Option<u8> {
        match (media.essence(), self.kind.as_str(), self.subtype.as_str()) {
            ((kind, subtype), k, s) if kind == k && subtype == s => Some(2),
            ((kind, _), k, "*") if kind == k => Some(1),
            (_, "*", "*") => Some(0),
            _ => None,
        }
    }
}

/// The best of `offers`, `None` if the header takes none of them. Equals go by the header's order,
/// then by that of the offers; without a header, anything is taken.
pub(super) fn negotiate(accept: Option<&str>, offers: &[Media]) -> Option<Media> {
    let Some(accept) = accept.filter(|text| !text.trim().is_empty()) else {
        return offers.first().copied();
    };
    let ranges: Vec<Range> = accept.split(',').filter_map(Range::read).collect();
    let mut best: Option<(Media, f32, usize)> = None;
    for media in offers {
        let Some((quality, place)) = judged(&ranges, *media) else {
            continue;
        };
        let better =
            best.is_none_or(|(_, other, at)| quality > other || (quality == other && place < at));
        if better {
            best = Some((*media, quality, place));
        }
    }
    best.map(|(media, ..)| media)
}

/// Quality and place of the range that names a media type most exactly, unless it is refused.
fn judged(ranges: &[Range], media: Media) -> Option<(f32, usize)> {
    let mut named: Option<(u8, f32, usize)> = None;
    for (place, range) in ranges.iter().enumerate() {
        let Some(exactness) = range.names(media) else {
            continue;
        };
        if named.is_none_or(|(other, ..)| exactness > other) {
            named = Some((exactness, range.quality, place));
        }
    }
    named.filter(|(_, quality, _)| *quality > 0.0).map(|(_, quality, place)| (quality, place))
}

/// All `Accept` headers of a request as one.
pub(super) fn accept(headers: &HeaderMap) -> Option<String> {
    let values: Vec<&str> =
        headers.get_all(ACCEPT).filter_map(|value| value.to_str().ok()).collect();
    (!values.is_empty()).then(|| values.join(","))
}

/// Whether a body is JSON in UTF-8. No other content type is read: a form on a foreign page can
/// send those without asking first.
pub(super) fn is_json(headers: &HeaderMap) -> bool {
    let Some(text) = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()) else {
        return false;
    };
    let mut parts = text.split(';').map(str::trim);
    let essence = parts.next().unwrap_or_default();
    let charset = parts.filter_map(|part| part.split_once('=')).find_map(|(name, value)| {
        name.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches('"'))
    });
    essence.eq_ignore_ascii_case("application/json")
        && charset.is_none_or(|charset| charset.eq_ignore_ascii_case("utf-8"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::http::header::HeaderValue;

    #[test]
    fn the_caller_chooses_the_media_type() {
        let cases = [
            (None, Some(Media::Json)),
            (Some(""), Some(Media::Json)),
            (Some("*/*"), Some(Media::Json)),
            (Some("application/*"), Some(Media::Json)),
            (Some("application/json"), Some(Media::Json)),
            (Some("APPLICATION/JSON; charset=utf-8"), Some(Media::Json)),
            (Some("application/graphql-response+json"), Some(Media::Response)),
            (
                Some("application/graphql-response+json, application/json;q=0.9"),
                Some(Media::Response),
            ),
            (
                Some("application/json;q=0.5, application/graphql-response+json"),
                Some(Media::Response),
            ),
            (Some("application/json, application/graphql-response+json"), Some(Media::Json)),
            (Some("application/json;q=0, */*"), Some(Media::Response)),
            (Some("text/event-stream"), Some(Media::Events)),
            (Some("multipart/mixed;subscriptionSpec=1.0, application/json"), Some(Media::Json)),
            (Some("application/xml"), None),
            (Some("application/json;q=0"), None),
            (Some("nonsense"), None),
        ];
        for (header, media) in cases {
            assert_eq!(negotiate(header, RESULTS), media, "{header:?}");
        }
    }

    #[test]
    fn a_browser_is_shown_the_explorer() {
        let browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

        assert_eq!(negotiate(Some(browser), VISIT), Some(Media::Html));
        assert_eq!(negotiate(Some("*/*"), VISIT), Some(Media::Json));
        assert_eq!(negotiate(Some(browser), RESULTS), Some(Media::Json));
    }

    #[test]
    fn only_json_is_read() {
        let cases = [
            ("application/json", true),
            ("application/json; charset=UTF-8", true),
            ("application/json; charset=\"utf-8\"", true),
            ("application/json; charset=latin1", false),
            ("text/plain", false),
            ("application/x-www-form-urlencoded", false),
            ("multipart/form-data; boundary=x", false),
        ];
        for (text, json) in cases {
            let mut headers = HeaderMap::new();
            headers.insert(CONTENT_TYPE, HeaderValue::from_static(text));
            assert_eq!(is_json(&headers), json, "{text}");
        }
        assert!(!is_json(&HeaderMap::new()));
    }
}
