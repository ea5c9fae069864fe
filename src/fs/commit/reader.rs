//! Reading objects: as many `git cat-file --batch` as there are threads that read at a time, each kept open.
//!
//! Objects are named by their digits alone, which can't be taken for an option or a path.

use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::process::{Child, ChildStdout, Stdio};
use std::sync::{Mutex, PoisonError};

use crate::fs::git::Git;

/// Idle `git cat-file` processes, ready for the next object.
#[derive(Debug)]
pub(super) struct Readers {
    git: Git,
    idle: Mutex<Vec<Reader>>,
}

impl Readers {
    pub(super) fn new(git: Git) -> Self {
        Self { git, idle: Mutex::new(Vec::new()) }
    }

    /// Reads an object.
    pub(super) fn read(&self, object: &str) -> io::Result<Vec<u8>> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut reader = idle.map_or_else(|| Reader::start(&self.git), Ok)?;
        let bytes = reader.read(object)?;
        // A process that failed is not reused, because its next output is unknown.
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(reader);
        Ok(bytes)
    }
}

/// A `git cat-file --batch` process. It ends when its input is closed, however this process ends.
#[derive(Debug)]
struct Reader {
    git: Child,
    answers: BufReader<ChildStdout>,
}

impl Reader {
    fn start(git: &Git) -> io::Result<Self> {
        let mut command = git.command(&["cat-file", "--batch"]);
        let mut git = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
        let answers = git.stdout.take().ok_or(io::ErrorKind::BrokenPipe)?;
        Ok(Self { git, answers: BufReader::with_capacity(1 << 16, answers) })
    }

    fn read(&mut self, object: &str) -> io::Result<Vec<u8>> {
        let questions = self.git.stdin.as_mut().ok_or(io::ErrorKind::BrokenPipe)?;
        questions.write_all(format!("{object}\n").as_bytes())?;
        let mut header = String::new();
        self.answers.read_line(&mut header)?;
        let mut words = header.split_whitespace().skip(1);
        let (sort, len) = (words.next(), words.next());
        let Some(len) = len.and_then(|len| len.parse::<usize>().ok()).filter(|_| sort == Some("blob")) else {
            return Err(io::Error::other(format!("the repository lacks the object {object}")));
        };
        let mut bytes = vec![0; len];
        self.answers.read_exact(&mut bytes)?;
        let mut end = [0];
        self.answers.read_exact(&mut end)?;
        Ok(bytes)
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        // Its input is closed at this point, so the process ends.
        let _ = self.git.wait();
    }
}
