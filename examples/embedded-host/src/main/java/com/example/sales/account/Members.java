package com.example.sales.account;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.stereotype.Component;

/** Finds the members of all accounts by their logins. */
@Component
public class Members implements UserDetailsService {

    private final JdbcClient jdbc;

    Members(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Member loadUserByUsername(String login) {
        return jdbc.sql("select id, account_id, login, password, lead, active from member where login = ?")
                .param(login)
                .query((row, number) -> new Member(row.getLong("id"), row.getLong("account_id"),
                        row.getString("login"), row.getString("password"), row.getBoolean("lead"),
                        row.getBoolean("active")))
                .optional().orElseThrow(() -> new UsernameNotFoundException("There is no such member"));
    }
}
