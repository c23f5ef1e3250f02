//! How many requests the access tokens of one owner may send.

use forecourt_model::AdministratorId;
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use time::OffsetDateTime;

/// How many owners are watched at once; those that have waited longest are forgotten first.
const MAXIMUM_OWNERS: usize = 10_000;

/// A share of requests for each owner of tokens that fills up again by itself: another token is not another share.
/// Each server counts for itself.
#[derive(Clone, Debug)]
pub struct ApiLimit {
    per_second: u32,
    buckets: Arc<Mutex<HashMap<AdministratorId, Bucket>>>,
}

#[derive(Clone, Copy, Debug)]
struct Bucket {
    left: f64,
    at: OffsetDateTime,
}

impl Default for ApiLimit {
    fn default() -> Self {
        Self::new(100)
    }
}

impl ApiLimit {
    /// A limit of `per_second` requests for each owner, of which ten seconds' worth may come at once; 0 is no limit.
    pub fn new(per_second: u32) -> Self {
        Self {
            per_second,
            buckets: Arc::default(),
        }
    }

    /// Takes a request with a token of `owner` into account.
    ///
    /// # Errors
    /// The seconds to wait, when it has none left.
    pub fn take(&self, owner: AdministratorId, now: OffsetDateTime) -> Result<(), u64> {
        if self.per_second == 0 {
            return Ok(());
        }
        let rate = f64::from(self.per_second);
        let full = rate * 10.0;
        let Ok(mut buckets) = self.buckets.lock() else {
            return Ok(());
        };
        if buckets.len() >= MAXIMUM_OWNERS {
            let oldest = buckets
                .iter()
                .min_by_key(|(_, bucket)| bucket.at)
                .map(|(owner, _)| *owner);
            oldest.map(|oldest| buckets.remove(&oldest));
        }
        let bucket = buckets.entry(owner).or_insert(Bucket { left: full, at: now });
        let passed = (now - bucket.at).as_seconds_f64().max(0.0);
        bucket.left = (bucket.left + passed * rate).min(full);
        bucket.at = now;
        if bucket.left < 1.0 {
            return Err(1);
        }
        bucket.left -= 1.0;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::ApiLimit;
    use forecourt_model::AdministratorId;
    use time::Duration;
    use time::macros::datetime;
    use uuid::Uuid;

    #[test]
    fn each_owner_has_its_share_and_gets_it_back() {
        let (limit, now) = (ApiLimit::new(2), datetime!(2021-12-08 13:20 UTC));
        let (one, other) = (
            AdministratorId(Uuid::from_u128(1)),
            AdministratorId(Uuid::from_u128(2)),
        );
        for _ in 0..20 {
            assert_eq!(limit.take(one, now), Ok(()));
        }
        assert_eq!(limit.take(one, now), Err(1));
        assert_eq!(limit.take(other, now), Ok(()));
        let later = now + Duration::SECOND;
        assert_eq!((limit.take(one, later), limit.take(one, later)), (Ok(()), Ok(())));
        assert_eq!(limit.take(one, later), Err(1));
        assert_eq!(ApiLimit::new(0).take(one, now), Ok(()));
    }
}
