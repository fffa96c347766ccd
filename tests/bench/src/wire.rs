//! HTTP/1.1 as far as it is needed here: a message is read whole and written in one write.

use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;

/// A message: its first line and its body.
#[derive(Debug)]
pub(crate) struct Message {
    /// Like `GET /path HTTP/1.1` or `HTTP/1.1 200 OK`.
    pub(crate) start: String,
    /// The body.
    pub(crate) body: Vec<u8>,
}

/// One connection.
#[derive(Debug)]
pub(crate) struct Wire(BufReader<TcpStream>);

impl Wire {
    /// Uses a connection. Nothing waits for more to send.
    pub(crate) fn new(stream: TcpStream) -> io::Result<Self> {
        stream.set_nodelay(true)?;
        Ok(Self(BufReader::new(stream)))
    }

    /// Reads a message; `None` if the other end has closed.
    pub(crate) fn read(&mut self) -> io::Result<Option<Message>> {
        let mut start = String::new();
        if self.0.read_line(&mut start)? == 0 {
            return Ok(None);
        }
        let (mut length, mut chunked) = (0, false);
        loop {
            let line = self.line()?.to_ascii_lowercase();
            match line.split_once(':').map(|(name, value)| (name, value.trim())) {
                Some(("content-length", value)) => length = value.parse().map_err(io::Error::other)?,
                Some(("transfer-encoding", "chunked")) => chunked = true,
                Some(_) => {}
                None => break,
            }
        }
        let body = if chunked { self.chunks()? } else { self.exactly(length)? };
        Ok(Some(Message { start: start.trim_end().to_owned(), body }))
    }

    /// Writes a message in one write. `head` is the first line and the headers but for the body's length.
    pub(crate) fn write(&mut self, head: &str, body: &[u8]) -> io::Result<()> {
        let mut message = format!("{head}\r\ncontent-length: {}\r\n\r\n", body.len()).into_bytes();
        message.extend_from_slice(body);
        self.0.get_mut().write_all(&message)
    }

    fn line(&mut self) -> io::Result<String> {
        let mut line = String::new();
        self.0.read_line(&mut line)?;
        Ok(line.trim_end().to_owned())
    }

    fn exactly(&mut self, length: usize) -> io::Result<Vec<u8>> {
        let mut body = vec![0; length];
        self.0.read_exact(&mut body)?;
        Ok(body)
    }

    fn chunks(&mut self) -> io::Result<Vec<u8>> {
        let mut body = Vec::new();
        loop {
            let length = usize::from_str_radix(&self.line()?, 16).map_err(io::Error::other)?;
            body.extend(self.exactly(length)?);
            self.line()?;
            if length == 0 {
                return Ok(body);
            }
        }
    }
}
