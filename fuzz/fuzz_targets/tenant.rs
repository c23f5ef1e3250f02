//! Settings of an organization: what is taken over is in order.

#![no_main]

use forecourt_exchange::tenant::{apply_tenant, read_tenant};
use forecourt_fuzz::{refused, text};
use forecourt_model::settings::OrganizationSettings;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    match read_tenant(&text(bytes)) {
        Ok(file) => {
            let first = file.ambiguous.iter().filter_map(|question| {
                let choice = question.choices.first()?;
                Some((question.key, choice.code.to_owned()))
            });
            let answers = first.collect();
            if let Ok(after) = apply_tenant(&file, &answers, &OrganizationSettings::default()) {
                assert_eq!(after.check(), Ok(()));
            }
        }
        Err(error) => refused(&error),
    }
});
