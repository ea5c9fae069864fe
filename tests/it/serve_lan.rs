//! What the dev server tells other machines: nothing of texts that are hidden.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{IpAddr, Ipv4Addr, TcpStream, UdpSocket};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use chancery::engine;
use chancery::serve::{self, Event, Options};
use support::Site;

/// An address of this machine that is not loopback; to connect a datagram socket sends nothing (RFC 5737).
fn own_address() -> Option<IpAddr> {
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).ok()?;
    socket.connect((Ipv4Addr::new(192, 0, 2, 1), 9)).ok()?;
    socket.local_addr().ok().map(|address| address.ip()).filter(|address| !address.is_loopback())
}

/// The first diagnostics that the event stream tells at an address of this machine.
fn told(address: IpAddr, port: u16) -> String {
    let mut stream = TcpStream::connect((address, port)).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    write!(stream, "GET /__chancery/events HTTP/1.1\r\nHost: {address}:{port}\r\n\r\n").unwrap();
    let mut lines = BufReader::new(stream).lines().map(Result::unwrap);
    lines.by_ref().find(|line| line.contains("event: diagnostics")).expect("the event comes");
    lines.next().expect("its data comes")
}

#[test]
fn another_machine_learns_how_much_is_wrong_and_nothing_of_hidden_texts() {
    let hidden =
        "+++\ntitle = \"Plan qzxhidden\"\nembargo = \"2027-01-01T10:00Z\"\n+++\n\nSee [it](qzxnowhere.en.md).\n";
    let site = Site::minimal().file("content/plan.en.md", hidden);
    let now = Some(support::NOW.parse().unwrap());
    let build = engine::Options { root: site.path(), now, ..engine::Options::default() };
    let options = Options { site: build, port: Some(0), lan: true, ..Options::default() };
    let (sender, events) = mpsc::channel();
    // Ends with the test program; until then it serves.
    thread::spawn(move || serve::run(options, &|event| drop(sender.send(event))).unwrap());
    let port = loop {
        if let Event::Listening { url } = events.recv_timeout(Duration::from_secs(60)).unwrap() {
            break url.rsplit(':').next().unwrap().trim_end_matches('/').parse().unwrap();
        }
    };
    // The faults of links come after the first page can be seen.
    let own = || told(Ipv4Addr::LOCALHOST.into(), port);
    let mut here = own();
    for _ in 0..100 {
        if here.contains("qzxnowhere") {
            break;
        }
        thread::sleep(Duration::from_millis(100));
        here = own();
    }
    assert!(here.contains("qzxnowhere") && here.contains("plan.en.md"), "{here}");
    let Some(address) = own_address() else { return };
    let there = told(address, port);
    assert!(there.contains("\"errors\":1"), "{there}");
    assert!(!there.contains("qzx") && !there.contains("plan"), "{there}");
}
