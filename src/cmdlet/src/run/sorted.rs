//! Putting objects in order.

use super::{Running, Stopped};
use crate::bind::Arguments;
use crate::host::Host;
use crate::operators::Key;
use crate::syntax::Call;
use crate::value::Value;

impl<H: Host> Running<'_, H> {
    pub(super) async fn sorted(
        &mut self,
        call: &Call,
        given: &Arguments,
        input: Vec<Value>,
    ) -> Result<Vec<Value>, Stopped> {
        let columns = match given.get("Property") {
            Some(value) => self.columns(value, call.place)?,
            None => Vec::new(),
        };
        let mut keyed = Vec::with_capacity(input.len());
        let mut held = 0;
        for item in input {
            let key: Vec<Key> = if columns.is_empty() {
                held += self.hold(&item)?;
                vec![Key::of(&item)]
            } else {
                let (row, weight) = self.chosen(&item, &columns, call.place).await?;
                held += weight;
                row.iter().map(|(_, value)| Key::of(value)).collect()
            };
            keyed.push((key, item));
        }
        let rounds = usize::try_from(keyed.len().checked_ilog2().unwrap_or_default()).unwrap_or_default();
        self.work(held.saturating_mul(rounds))?;
        let descending = given.is_on("Descending");
        keyed.sort_by(|(left, _), (right, _)| {
            let found = left.cmp(right);
            if descending { found.reverse() } else { found }
        });
        self.release(held);
        let out: Vec<_> = keyed.into_iter().map(|(_, item)| item).collect();
        Ok(if given.is_on("Unique") {
            super::objects::unique(out)
        } else {
            out
        })
    }
}
