-- What a person reads who was refused, by language.
create table refusal_text (
  tenant_id uuid not null,
  language text not null,
  sentence text not null,
  revision bigint not null,
  primary key (tenant_id, language)
);
