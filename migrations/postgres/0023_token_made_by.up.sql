-- The token that made this one, when a token did: both are revoked together.
alter table access_token add column made_by uuid;
