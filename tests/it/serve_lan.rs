//! Tests of what the dev server shows to other machines: only output of the current files, and nothing of hidden texts.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{IpAddr, Ipv4Addr, TcpStream, UdpSocket};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use chancery::engine;
use chancery::serve::{self, Event, Options};
use support::Site;

/// Returns a non-loopback address of this machine. Connecting a datagram socket sends nothing (RFC 5737).
fn own_address() -> Option<IpAddr> {
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).ok()?;
    socket.connect((Ipv4Addr::new(192, 0, 2, 1), 9)).ok()?;
    socket.local_addr().ok().map(|address| address.ip()).filter(|address| !address.is_loopback())
}

/// A site served to all machines of the network.
struct Served {
    port: u16,
    events: mpsc::Receiver<Event>,
}

impl Served {
    fn new(site: &Site) -> Self {
        let now = Some(support::NOW.parse().unwrap());
        let build = engine::Options { root: site.path(), now, ..engine::Options::default() };
        let options = Options { site: build, port: Some(0), lan: true, ..Options::default() };
        let (sender, events) = mpsc::channel();
        // The thread runs until the test program ends.
        thread::spawn(move || serve::run(options, &|event| drop(sender.send(event))).unwrap());
        loop {
            if let Event::Listening { url } = events.recv_timeout(Duration::from_secs(60)).unwrap() {
                let port = url.rsplit(':').next().unwrap().trim_end_matches('/').parse().unwrap();
                return Self { port, events };
            }
        }
    }

    fn ask(&self, address: IpAddr, path: &str) -> BufReader<TcpStream> {
        let mut stream = TcpStream::connect((address, self.port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        let port = self.port;
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}:{port}\r\nConnection: close\r\n\r\n").unwrap();
        BufReader::new(stream)
    }

    /// Returns the status and the whole response.
    fn get(&self, address: IpAddr, path: &str) -> (u16, String) {
        let mut all = String::new();
        self.ask(address, path).read_to_string(&mut all).unwrap();
        (all.split(' ').nth(1).unwrap().parse().unwrap(), all)
    }

    /// Returns the first diagnostics of the event stream.
    fn told(&self, address: IpAddr) -> String {
        let mut lines = self.ask(address, "/__chancery/events").lines().map(Result::unwrap);
        lines.by_ref().find(|line| line.contains("event: diagnostics")).expect("the event comes");
        lines.next().expect("its data comes")
    }

    /// Changes a file and waits until the change is served.
    fn change(&self, site: &Site, path: &str, text: &str) {
        while self.events.try_recv().is_ok() {}
        site.write(path, text);
        loop {
            if let Event::Built { .. } = self.events.recv_timeout(Duration::from_secs(60)).expect("it is built again") {
                return;
            }
        }
    }
}

const HERE: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

#[test]
fn another_machine_sees_the_number_of_errors_and_nothing_of_hidden_texts() {
    let hidden =
        "+++\ntitle = \"Plan qzxhidden\"\nembargo = \"2027-01-01T10:00Z\"\n+++\n\nSee [it](qzxnowhere.en.md).\n";
    let site = Site::minimal().file("content/plan.en.md", hidden);
    let served = Served::new(&site);
    // Errors in links appear after the first page can be seen.
    let mut here = served.told(HERE);
    for _ in 0..100 {
        if here.contains("qzxnowhere") {
            break;
        }
        thread::sleep(Duration::from_millis(100));
        here = served.told(HERE);
    }
    assert!(here.contains("qzxnowhere") && here.contains("plan.en.md"), "{here}");
    let Some(address) = own_address() else { return };
    let there = served.told(address);
    assert!(there.contains("\"errors\":1"), "{there}");
    assert!(!there.contains("qzx") && !there.contains("plan"), "{there}");
}

#[test]
fn another_machine_never_sees_a_text_as_it_was_before_it_was_hidden() {
    let plan = "+++\ntitle = \"Plan\"\n+++\n\nThe qzxhidden plan.\n";
    let site = Site::minimal().file("content/plan.en.md", plan).file("content/other.en.md", plan);
    let served = Served::new(&site);
    let other = own_address();
    for address in [Some(HERE), other].into_iter().flatten() {
        assert!(served.get(address, "/en/plan/").1.contains("qzxhidden"));
    }
    let there = |path: &str| other.map(|address| served.get(address, path));

    // A text hidden by lines with an error in them: its author still sees the page.
    served.change(&site, "content/plan.en.md", &plan.replace("\"Plan\"", "\"Plan\"\nembargo = 2027-01-41"));
    let (status, page) = served.get(HERE, "/en/plan/");
    assert!(status == 200 && page.contains("qzxhidden"), "{page}");
    if let Some((status, page)) = there("/en/plan/") {
        assert!(status == 500 && !page.contains("qzxhidden"), "{page}");
    }

    // A text hidden while another file has an error: hidden for everyone.
    served.change(&site, "content/other.en.md", "+++\ntitel = \"x\"\n+++\n\nx\n");
    served.change(&site, "content/plan.en.md", &plan.replace("\"Plan\"", "\"Plan\"\nembargo = \"2027-01-01T10:00Z\""));
    let (status, page) = served.get(HERE, "/en/plan/");
    assert!(status == 404 && !page.contains("qzxhidden"), "{page}");
    // A text that never rendered without its error shows the error instead of “not found”.
    let (status, page) = served.get(HERE, "/en/other/");
    assert!(status == 500 && page.contains("can\u{2019}t be shown"), "{page}");

    // After invalid settings, the previous site may contain texts that have been hidden since.
    served.change(&site, "content/plan.en.md", plan);
    served.change(&site, "site.toml", "base_url = [");
    assert_eq!(served.get(HERE, "/en/plan/").0, 200);
    if let Some((status, page)) = there("/en/plan/") {
        assert!(status == 503 && !page.contains("qzxhidden"), "{page}");
    }
}
