//! Many rows at once into a table of PostgreSQL, by `copy` in its binary format: a third of the time of an `insert`, which
//! takes each value as one of its own. The format: <https://www.postgresql.org/docs/15/sql-copy.html>, "Binary Format".

use sqlx::PgConnection;
use uuid::Uuid;

/// How the data begins: eleven bytes by which it is known, no flags, and nothing more in the header.
const HEADER: &[u8] = b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0";

/// How it ends.
const TRAILER: &[u8] = &[0xff, 0xff];

/// `integer`, in the catalogue of types.
const INTEGER: i32 = 23;

/// How many rows are sent at a time; the next are written meanwhile.
const SENT: usize = 2_500;

/// Writes a row for each of `items` into a table with its columns, `person (tenant_id, person_id)`: `push` binds the values,
/// one for each column, of its very type. Fails as a whole. Has to be driven to its end: the connection would take the
/// rest of its answer for that of the next statement.
///
/// Its end is sent by itself and may wait until the other side has acknowledged what came before, 40 ms (RFC 896 and RFC
/// 1122 §4.2.3.2 together): it is for thousands of rows.
pub(crate) async fn copy<I>(
    connection: &mut PgConnection,
    columns: &str,
    items: &[I],
    mut push: impl FnMut(&mut Row<'_>, &I),
) -> Result<(), sqlx::Error> {
    if items.is_empty() {
        return Ok(());
    }
    let text = format!("copy {columns} from stdin (format binary)");
    let mut copying = connection.copy_in_raw(&text).await?;
    let mut pieces = items.chunks(SENT).peekable();
    let mut begin = HEADER.to_vec();
    let mut piece = || {
        let rows = pieces.next()?;
        let mut bytes = std::mem::take(&mut begin);
        for item in rows {
            Row::begin(&mut bytes, |row| push(row, item));
        }
        if pieces.peek().is_none() {
            bytes.extend_from_slice(TRAILER);
        }
        Some(bytes)
    };
    let mut next = piece();
    while let Some(bytes) = next {
        let (sent, following) = tokio::join!(copying.send(bytes), async { piece() });
        sent?;
        next = following;
    }
    copying.finish().await.map(drop)
}

/// A row that is being written.
#[derive(Debug)]
pub(crate) struct Row<'c> {
    bytes: &'c mut Vec<u8>,
    start: usize,
    values: i16,
}

impl<'c> Row<'c> {
    /// Writes a row at the end of `bytes`.
    fn begin(bytes: &'c mut Vec<u8>, push: impl FnOnce(&mut Self)) {
        let start = bytes.len();
        bytes.extend_from_slice(&[0; 2]);
        push(&mut Self {
            bytes,
            start,
            values: 0,
        });
    }

    /// Writes the value of the next column.
    pub(crate) fn push_bind(&mut self, value: impl Value) -> &mut Self {
        self.values += 1;
        write_at(self.bytes, self.start, &self.values.to_be_bytes());
        with_length(self.bytes, |bytes| value.write(bytes));
        self
    }
}

/// Writes a value behind its length, which is -1 where there is none.
fn with_length(bytes: &mut Vec<u8>, write: impl FnOnce(&mut Vec<u8>) -> bool) {
    let start = bytes.len();
    bytes.extend_from_slice(&(-1_i32).to_be_bytes());
    if write(bytes) {
        let length = i32::try_from(bytes.len() - start - 4).unwrap_or(i32::MAX);
        write_at(bytes, start, &length.to_be_bytes());
    }
}

fn write_at(bytes: &mut [u8], start: usize, what: &[u8]) {
    if let Some(place) = bytes.get_mut(start..start + what.len()) {
        place.copy_from_slice(what);
    }
}

/// What a column takes.
pub(crate) trait Value {
    /// Writes it as PostgreSQL sends it itself. Returns whether there is a value.
    fn write(self, bytes: &mut Vec<u8>) -> bool;
}

impl<V: Value> Value for Option<V> {
    fn write(self, bytes: &mut Vec<u8>) -> bool {
        self.is_some_and(|value| value.write(bytes))
    }
}

impl Value for Uuid {
    fn write(self, bytes: &mut Vec<u8>) -> bool {
        bytes.extend_from_slice(self.as_bytes());
        true
    }
}

impl Value for &str {
    fn write(self, bytes: &mut Vec<u8>) -> bool {
        bytes.extend_from_slice(self.as_bytes());
        true
    }
}

impl Value for bool {
    fn write(self, bytes: &mut Vec<u8>) -> bool {
        bytes.push(u8::from(self));
        true
    }
}

impl Value for i64 {
    fn write(self, bytes: &mut Vec<u8>) -> bool {
        bytes.extend_from_slice(&self.to_be_bytes());
        true
    }
}

/// An array of `integer`.
impl Value for Vec<i32> {
    fn write(self, bytes: &mut Vec<u8>) -> bool {
        let dimensions = i32::from(!self.is_empty());
        for number in [dimensions, 0, INTEGER] {
            bytes.extend_from_slice(&number.to_be_bytes());
        }
        if dimensions > 0 {
            // How many, and the number of the first.
            for number in [i32::try_from(self.len()).unwrap_or(i32::MAX), 1] {
                bytes.extend_from_slice(&number.to_be_bytes());
            }
        }
        for number in self {
            with_length(bytes, |bytes| {
                bytes.extend_from_slice(&number.to_be_bytes());
                true
            });
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::Row;

    fn written(push: impl Fn(&mut Row<'_>)) -> Vec<u8> {
        let mut bytes = Vec::new();
        Row::begin(&mut bytes, push);
        bytes
    }

    #[test]
    fn each_value_comes_behind_its_length() {
        let row = written(|row| {
            row.push_bind("ab").push_bind(None::<i64>).push_bind(true);
        });
        assert_eq!(
            row,
            [0, 3, 0, 0, 0, 2, b'a', b'b', 255, 255, 255, 255, 0, 0, 0, 1, 1]
        );
    }

    #[test]
    fn an_array_says_how_many_there_are() {
        let none = [0, 1, 0, 0, 0, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 23];
        let array = |numbers: Vec<i32>| {
            written(move |row| {
                row.push_bind(numbers.clone());
            })
        };
        assert_eq!(array(Vec::new()), none);
        let one = array(vec![7]);
        assert_eq!(one.get(..6), Some(&[0, 1, 0, 0, 0, 28][..]));
        assert_eq!(
            one.get(18..),
            Some(&[0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 4, 0, 0, 0, 7][..])
        );
    }
}
