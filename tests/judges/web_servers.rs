//! Real web servers before a folder, each configured as docs/publishing.md says, and a client that shows what they
//! answer.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A web server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// nginx, with the module for packed copies by brotli.
    Nginx,
    /// Apache.
    Apache,
    /// Caddy.
    Caddy,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Nginx, Self::Apache, Self::Caddy];
}

/// A site that a server shows.
pub struct Served {
    /// The name by which it is asked for.
    pub host: String,
    /// The folder from which the host shows files.
    pub root: PathBuf,
    /// The folder with the rules: that of the site, which may lie below.
    pub rules: PathBuf,
}

/// A web server that runs.
pub struct Server {
    child: Child,
    place: tempfile::TempDir,
    port: u16,
}

/// What a server answers.
#[derive(Debug)]
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// Headers by their names in lower case.
    pub headers: BTreeMap<String, Vec<String>>,
    /// The body, as it was sent.
    pub body: Vec<u8>,
}

impl Answer {
    /// A header, or nothing; it may be there once only.
    #[track_caller]
    pub fn header(&self, name: &str) -> &str {
        match self.headers.get(name).map(Vec::as_slice) {
            None => "",
            Some([one]) => one,
            Some(several) => panic!("`{name}` is there more than once: {several:?}"),
        }
    }

    /// The body as text, unpacked.
    pub fn text(&self) -> String {
        let mut bytes = Vec::new();
        match self.header("content-encoding") {
            "br" => brotli::BrotliDecompress(&mut self.body.as_slice(), &mut bytes).unwrap(),
            "gzip" | "x-gzip" => {
                flate2::read::GzDecoder::new(self.body.as_slice()).read_to_end(&mut bytes).unwrap();
            }
            _ => bytes.clone_from(&self.body),
        }
        String::from_utf8(bytes).unwrap()
    }
}

/// A file with the modules of nginx or Apache.
fn module(folder: &str, name: &str) -> String {
    let path = format!("{folder}/{name}.so");
    assert!(Path::new(&path).exists(), "{path} is not there: run tests/run");
    path
}

impl Server {
    /// Starts a server before a folder, with the rules that lie in it.
    pub fn start(kind: Kind, root: &Path) -> Self {
        let site = Served { host: "localhost".to_owned(), root: root.to_owned(), rules: root.to_owned() };
        Self::start_all(kind, &[site]).unwrap_or_else(|why| panic!("{kind:?} does not run: {why}"))
    }

    /// Starts a server before several sites; what it complains of, where it does not run.
    pub fn start_all(kind: Kind, sites: &[Served]) -> Result<Self, String> {
        let place = tempfile::tempdir().unwrap();
        // Servers may run as another user than that of the test.
        open(place.path());
        let port = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port();
        let child = match kind {
            Kind::Nginx => nginx(place.path(), sites, port),
            Kind::Apache => apache(place.path(), sites, port),
            Kind::Caddy => caddy(place.path(), sites, port),
        };
        let mut server = Self { child, place, port };
        let end = Instant::now() + Duration::from_mins(1);
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            let ended = server.child.try_wait().unwrap();
            if ended.is_some() || Instant::now() > end {
                return Err(server.log());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(server)
    }

    /// What the server complained of.
    pub fn log(&self) -> String {
        let read = |name: &str| fs::read(self.place.path().join(name)).unwrap_or_default();
        ["error.log", "said"].map(|name| String::from_utf8_lossy(&read(name)).into_owned()).concat()
    }

    /// Asks for an address, as it stands there.
    pub fn get(&self, address: &str) -> Answer {
        self.get_packed(address, "")
    }

    /// The same for somebody who can unpack.
    pub fn get_packed(&self, address: &str, encodings: &str) -> Answer {
        self.tries(address, encodings).unwrap_or_else(|error| panic!("{address}: {error}"))
    }

    /// The same; an error where no whole answer comes.
    pub fn tries(&self, address: &str, encodings: &str) -> std::io::Result<Answer> {
        self.ask("localhost", address, encodings)
    }

    /// The same of one of several sites.
    pub fn ask(&self, host: &str, address: &str, encodings: &str) -> std::io::Result<Answer> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
        stream.set_read_timeout(Some(Duration::from_secs(20)))?;
        let packed = if encodings.is_empty() { String::new() } else { format!("Accept-Encoding: {encodings}\r\n") };
        write!(stream, "GET {address} HTTP/1.1\r\nHost: {host}\r\n{packed}Connection: close\r\n\r\n")?;
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes)?;
        let broken = || std::io::Error::other(format!("no answer: {}", String::from_utf8_lossy(&bytes)));
        let head = bytes.windows(4).position(|part| part == b"\r\n\r\n").ok_or_else(broken)?;
        let (lines, body) = (String::from_utf8_lossy(&bytes[..head]).into_owned(), &bytes[head + 4..]);
        let mut lines = lines.split("\r\n");
        let status = lines.next().and_then(|line| line.split(' ').nth(1)?.parse().ok()).ok_or_else(broken)?;
        let mut headers: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (name, value) in lines.filter_map(|line| line.split_once(':')) {
            headers.entry(name.to_lowercase()).or_default().push(value.trim().to_owned());
        }
        let is_chunked = headers.get("transfer-encoding").is_some_and(|value| value[0] == "chunked");
        let body = if is_chunked { unchunked(body).ok_or_else(broken)? } else { body.to_vec() };
        if headers.get("content-length").is_some_and(|length| length[0].parse() != Ok(body.len())) {
            return Err(std::io::Error::other("the body is cut off"));
        }
        Ok(Answer { status, headers, body })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn unchunked(mut body: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    loop {
        let line = body.windows(2).position(|part| part == b"\r\n")?;
        let length = usize::from_str_radix(std::str::from_utf8(&body[..line]).ok()?, 16).ok()?;
        body = &body[line + 2..];
        if length == 0 {
            return Some(out);
        }
        out.extend_from_slice(body.get(..length)?);
        body = body.get(length + 2..)?;
    }
}

#[cfg(unix)]
fn open(folder: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o755)).unwrap();
}

/// Starts a program; what it says is kept.
fn started(place: &Path, command: &mut Command) -> Child {
    let said = fs::File::create(place.join("said")).unwrap();
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(said).spawn().unwrap()
}

fn nginx(place: &Path, sites: &[Served], port: u16) -> Child {
    let brotli = module("/usr/lib/nginx/modules", "ngx_http_brotli_static_module");
    let place_name = place.display();
    let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .map(|what| format!("    {what}_temp_path {place_name}/{what};\n"))
        .concat();
    let servers = sites.iter().map(|Served { host, root, rules }| {
        let (root, rules) = (root.display(), rules.display());
        format!(
            "    server {{\n        listen 127.0.0.1:{port};\n        server_name {host};\n        root {root};\n        \
             brotli_static on;\n        include {rules}/nginx.conf;\n    }}\n"
        )
    });
    let text = format!(
        "load_module {brotli};\ndaemon off;\nmaster_process off;\npid {place_name}/pid;\n\
         error_log {place_name}/error.log;\nevents {{ }}\nhttp {{\n    include /etc/nginx/mime.types;\n    \
         access_log off;\n    server_names_hash_max_size 4096;\n{temporary}{}}}\n",
        servers.collect::<String>()
    );
    let file = place.join("server.conf");
    fs::write(&file, text).unwrap();
    started(place, Command::new("nginx").arg("-e").arg(place.join("error.log")).arg("-c").arg(file))
}

fn apache(place: &Path, sites: &[Served], port: u16) -> Child {
    let folder = "/usr/lib/apache2/modules";
    let modules = ["mpm_event", "authz_core", "alias", "dir", "headers", "mime", "rewrite"]
        .map(|name| format!("LoadModule {name}_module {}\n", module(folder, &format!("mod_{name}"))))
        .concat();
    let place_name = place.display();
    let hosts = sites.iter().map(|Served { host, root, rules }| {
        let (root, rules) = (root.display(), rules.display());
        format!(
            "<VirtualHost *:{port}>\n    ServerName {host}\n    DocumentRoot {root}\n    <Directory {root}>\n        \
             Require all granted\n        Options FollowSymLinks\n        AllowOverride None\n    </Directory>\n    \
             Include {rules}/apache.conf\n</VirtualHost>\n"
        )
    });
    let text = format!(
        "{modules}ServerRoot {place_name}\nServerName localhost\nListen 127.0.0.1:{port}\nPidFile {place_name}/pid\n\
         ErrorLog {place_name}/error.log\nTypesConfig /etc/mime.types\n{}",
        hosts.collect::<String>()
    );
    let file = place.join("server.conf");
    fs::write(&file, text).unwrap();
    started(place, Command::new("apache2").args(["-D", "FOREGROUND", "-X", "-f"]).arg(file))
}

fn caddy(place: &Path, sites: &[Served], port: u16) -> Child {
    let place_name = place.display();
    let blocks = sites.iter().map(|Served { host, root, rules }| {
        let (root, rules) = (root.display(), rules.display());
        format!("http://{host}:{port} {{\n\tbind 127.0.0.1\n\troot * {root}\n\timport {rules}/caddy.conf\n}}\n")
    });
    let text = format!(
        "{{\n\tadmin off\n\tauto_https off\n\tlog {{\n\t\toutput file {place_name}/error.log\n\t}}\n}}\n{}",
        blocks.collect::<String>()
    );
    let file = place.join("Caddyfile");
    fs::write(&file, text).unwrap();
    let home = place.join("home");
    started(
        place,
        Command::new("caddy")
            .args(["run", "--adapter", "caddyfile", "--config"])
            .arg(file)
            .env("HOME", &home)
            .env("XDG_DATA_HOME", &home)
            .env("XDG_CONFIG_HOME", &home),
    )
}
