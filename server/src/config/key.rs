//! The names of what can be configured.

/// A value that can be configured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the fields of Config say it")]
pub enum Key {
    ApiRequestsPerSecond,
    DataDir,
    DatabaseUrl,
    Listen,
    Log,
    MetricsToken,
    PublicUrl,
    TrustProxy,
    WebhookAuthorities,
    WebhookPrivateAddresses,
}

impl Key {
    /// Every key.
    pub const ALL: [Self; 10] = [
        Self::ApiRequestsPerSecond,
        Self::DataDir,
        Self::DatabaseUrl,
        Self::Listen,
        Self::Log,
        Self::MetricsToken,
        Self::PublicUrl,
        Self::TrustProxy,
        Self::WebhookAuthorities,
        Self::WebhookPrivateAddresses,
    ];

    /// Its name in the file.
    pub fn name(self) -> &'static str {
        match self {
            Self::ApiRequestsPerSecond => "api_requests_per_second",
            Self::DataDir => "data_dir",
            Self::DatabaseUrl => "database_url",
            Self::Listen => "listen",
            Self::Log => "log",
            Self::MetricsToken => "metrics_token",
            Self::PublicUrl => "public_url",
            Self::TrustProxy => "trust_proxy",
            Self::WebhookAuthorities => "webhook_authorities",
            Self::WebhookPrivateAddresses => "webhook_private_addresses",
        }
    }

    /// The variable that sets it.
    pub fn variable(self) -> String {
        format!("FORECOURT_{}", self.name().to_uppercase())
    }

    /// Whether the value is a secret, which may also lie in a file of its own: `…_FILE`, `…_file`.
    pub fn is_secret(self) -> bool {
        matches!(self, Self::DatabaseUrl | Self::MetricsToken)
    }
}
