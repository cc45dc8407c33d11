package com.example.sales;

import com.example.sales.account.Member;
import com.example.sales.account.Members;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Makes accounts for tests. */
@Component
class TestAccounts {

    /** Everybody's. */
    static final String PASSWORD = "open sesame";

    private static final AtomicInteger MEMBERS = new AtomicInteger();

    private final JdbcClient jdbc;
    private final Members members;

    TestAccounts(JdbcClient jdbc, Members members) {
        this.jdbc = jdbc;
        this.members = members;
    }

    /** The lead of a new account that is on a plan, with the record types Deals, Contacts and Quotes. */
    Member leadOn(String plan) {
        var account = jdbc.sql("insert into account (name, plan) values ('Acme', ?) returning id").param(plan)
                .query(Long.class).single();
        List.of("Deals", "Contacts", "Quotes").forEach(type -> jdbc
                .sql("insert into record_type (account_id, name) values (?, ?)").params(account, type).update());
        return member(account, true);
    }

    /** Another member of the same account. */
    Member colleagueOf(Member member) {
        return member(member.accountId(), false);
    }

    private Member member(long account, boolean lead) {
        var login = "member-" + MEMBERS.incrementAndGet();
        jdbc.sql("insert into member (account_id, login, password, full_name, lead) values (?, ?, ?, ?, ?)")
                .params(account, login, "{noop}" + PASSWORD, "Ada Lane", lead).update();
        return members.loadUserByUsername(login);
    }
}
