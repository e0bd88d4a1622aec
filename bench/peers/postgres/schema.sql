create table event (
    id text primary key,
    name text not null,
    person text not null,
    cart text not null,
    at timestamptz not null default now()
);

create table basket (
    cart text primary key,
    person text not null,
    state text not null default 'waiting',
    due timestamptz not null
);
create index basket_due on basket (due) where state in ('waiting', 'sending');

-- A call of clients, in one transaction: what was told before counts once, a basket waits, an order calls it off.
create function take(batch jsonb, pause interval) returns void language plpgsql as $$
declare
    fresh text[];
begin
    with come as (
        select m->>'messageId' as id, m->>'event' as name, m->>'userId' as person, m->'properties'->>'cart_id' as cart
        from jsonb_array_elements(batch) as m
    ), kept as (
        insert into event (id, name, person, cart) select id, name, person, cart from come
        on conflict do nothing returning id
    )
    select array_agg(id) into fresh from kept;

    insert into basket (cart, person, due)
    select cart, person, now() + pause from event where id = any (fresh) and name = 'Cart Updated'
    on conflict (cart) do update set due = excluded.due where basket.state = 'waiting';

    update basket set state = 'bought'
    where state = 'waiting' and cart in (select cart from event where id = any (fresh) and name = 'Order Completed');
end
$$;

-- What is due, taken by one sender alone. One that died is followed by another after a minute.
create function claim(most int) returns table (cart text, person text) language sql as $$
    update basket set state = 'sending', due = now() + interval '1 minute'
    where basket.cart in (
        select basket.cart from basket where state in ('waiting', 'sending') and due <= now()
        order by due limit most for update skip locked
    )
    returning basket.cart, basket.person
$$;
