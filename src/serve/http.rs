//! Answers HTTP requests.

use std::net::IpAddr;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::connect_info::{ConnectInfo, Connected};
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::serve::IncomingStream;
use tokio::net::TcpListener;

use super::generation::{Generation, is_page};
use super::media::{is_html, media_type};
use super::notify::{self, EVENTS_PATH, SCRIPT_PATH, STYLE_PATH};
use super::server::{Page, Server};
use crate::config::address::decode_all;
use crate::fs::OutPath;

/// Answers requests from a socket, forever.
pub(super) async fn serve(listener: TcpListener, server: Arc<Server>) {
    let router = Router::new().fallback(answer).with_state(server);
    // Never returns: errors of a connection do not end the server.
    let _ = axum::serve(listener, router.into_make_service_with_connect_info::<Ends>()).await;
}

/// The two ends of a connection.
#[derive(Clone, Copy, Debug)]
struct Ends {
    /// The address of this machine at which it arrived.
    local: Option<IpAddr>,
    /// Whether it comes from this machine.
    is_own: bool,
}

impl Connected<IncomingStream<'_, TcpListener>> for Ends {
    fn connect_info(stream: IncomingStream<'_, TcpListener>) -> Self {
        let local = stream.io().local_addr().ok().map(|address| address.ip().to_canonical());
        Self { local, is_own: stream.remote_addr().ip().to_canonical().is_loopback() }
    }
}

async fn answer(
    State(server): State<Arc<Server>>,
    ConnectInfo(Ends { local, is_own }): ConnectInfo<Ends>,
    request: Request,
) -> Response {
    let mut response = match server.door.admit(request.uri(), request.headers(), local) {
        Err(status) => status.into_response(),
        Ok(()) if !matches!(*request.method(), Method::GET | Method::HEAD) => {
            (StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, "GET, HEAD")]).into_response()
        }
        Ok(()) => match request.uri().path() {
            SCRIPT_PATH => typed("text/javascript; charset=utf-8", notify::SCRIPT),
            STYLE_PATH => typed("text/css; charset=utf-8", notify::STYLE),
            EVENTS_PATH => notify::events(server.status(), is_own).into_response(),
            _ => from_site(&server, request.uri(), is_own).await,
        },
    };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert("cross-origin-resource-policy", HeaderValue::from_static("same-origin"));
    response
}

async fn from_site(server: &Arc<Server>, uri: &Uri, to_own: bool) -> Response {
    let waiting = server.begin();
    let generation = server.current();
    let number = generation.number;
    let (server, uri) = (Arc::clone(server), uri.clone());
    let found = tokio::task::spawn_blocking(move || find(&server, &generation, &uri, to_own)).await;
    drop(waiting);
    // A file that changes during rendering can cause any failure, even a panic; the next build follows soon.
    found.unwrap_or_else(|_| html(StatusCode::INTERNAL_SERVER_ERROR, notify::fault_page(number)))
}

fn find(server: &Server, generation: &Generation, uri: &Uri, to_own: bool) -> Response {
    // The previous site may contain texts that have been hidden since, so other machines do not get it.
    if generation.site.is_none() || !to_own && !generation.is_whole() {
        return html(StatusCode::SERVICE_UNAVAILABLE, notify::fault_page(generation.number));
    }
    let prefix = generation.prefix();
    let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    let Some(rest) = uri.path().strip_prefix(prefix) else {
        return if uri.path() == "/" {
            redirect(&format!("{prefix}/{query}"))
        } else {
            not_found(server, generation, to_own, "")
        };
    };
    if rest.is_empty() {
        return redirect(&format!("{prefix}/{query}"));
    }
    let address = rest.strip_prefix('/').and_then(decode_all);
    // An address that leads out of the site has no output path.
    let Some(path) = address.as_deref().and_then(out_path) else { return not_found(server, generation, to_own, "") };
    let page = server.page(generation, &path, to_own);
    if let Page::Missing = page {
        if OutPath::new(&format!("{path}/index.html")).is_some_and(|index| generation.find(index.as_str()).is_some()) {
            return redirect(&format!("{}/{query}", uri.path()));
        }
        return not_found(server, generation, to_own, path.as_str());
    }
    respond(generation, &path, page, StatusCode::OK)
}

/// Answers with the site's own “not found” page, in the language of the address if it has one.
fn not_found(server: &Server, generation: &Generation, to_own: bool, path: &str) -> Response {
    let first = path.split('/').next().unwrap_or_default();
    for name in [format!("{first}/404.html"), "404.html".to_owned()] {
        let Some(path) = OutPath::new(&name).filter(|path| generation.find(path.as_str()).is_some()) else { continue };
        let page = server.page(generation, &path, to_own);
        return respond(generation, &path, page, StatusCode::NOT_FOUND);
    }
    html(StatusCode::NOT_FOUND, notify::fault_page(generation.number))
}

fn respond(generation: &Generation, path: &OutPath, page: Page, status: StatusCode) -> Response {
    let Page::There(bytes) = page else {
        return html(StatusCode::INTERNAL_SERVER_ERROR, notify::fault_page(generation.number));
    };
    let target = generation.find(path.as_str());
    if is_html(path) && target.is_none_or(is_page) {
        return html(status, notify::with_script(&bytes, generation.number));
    }
    (status, typed(&media_type(path, target), bytes)).into_response()
}

fn html(status: StatusCode, page: Vec<u8>) -> Response {
    (status, typed("text/html; charset=utf-8", page)).into_response()
}

fn typed(media_type: &str, bytes: impl Into<Body>) -> Response {
    ([(header::CONTENT_TYPE, media_type)], bytes.into()).into_response()
}

fn redirect(address: &str) -> Response {
    (StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, address)]).into_response()
}

/// Returns the output path of an address below the base, percent-decoded and without its leading slash.
fn out_path(address: &str) -> Option<OutPath> {
    if address.is_empty() || address.ends_with('/') {
        OutPath::page(&format!("/{address}"))
    } else {
        OutPath::new(address)
    }
}

#[cfg(test)]
mod tests {
    use super::{decode_all, out_path};

    #[test]
    fn an_address_becomes_a_path_of_the_site_or_none() {
        let path = |address: &str| decode_all(address).as_deref().and_then(out_path).map(|path| path.to_string());
        assert_eq!(path("").as_deref(), Some("index.html"));
        assert_eq!(path("en/press/").as_deref(), Some("en/press/index.html"));
        assert_eq!(path("ru/%D0%B2%d0%b8/").as_deref(), Some("ru/ви/index.html"));
        assert_eq!(path("a%20b.pdf").as_deref(), Some("a b.pdf"));
        for address in ["../site.toml", "en/../../x", "%2e%2e/site.toml", "en%2f..%2fx", "/etc/passwd", "a\\b", "a//b/"]
        {
            assert_eq!(path(address), None, "{address}");
        }
        for address in ["%", "%4", "%zz", "%ff", "%00"] {
            assert_eq!(path(address), None, "{address}");
        }
    }
}
