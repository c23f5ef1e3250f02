-- PostgreSQL finds who has which policy by blocks of people; here the index by policy does.
select 1;
