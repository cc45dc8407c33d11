package com.example.sales.account;

import io.connectedworkflow.application.workflow.Caller;
import java.util.List;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.userdetails.UserDetails;

/**
 * One who works for an account, as Spring Security knows them.
 *
 * @param lead whether the member may do what commits the account
 */
public record Member(long id, long accountId, String login, String password, boolean lead,
        boolean active) implements UserDetails {

    /** The same, as one who calls connected workflows. */
    public Caller caller() {
        return Caller.of(Long.toString(accountId), Long.toString(id));
    }

    @Override
    public List<GrantedAuthority> getAuthorities() {
        return AuthorityUtils.createAuthorityList(lead ? "ROLE_LEAD" : "ROLE_MEMBER");
    }

    @Override
    public String getUsername() {
        return login;
    }

    @Override
    public String getPassword() {
        return password;
    }

    @Override
    public boolean isEnabled() {
        return active;
    }

    @Override
    public String toString() {
        return "Member[" + id + "]";
    }
}
